/** Reads detections and hunting queries, which are kept in the YAML forms of Microsoft Sentinel. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

/** What both forms have. */
export interface HuntingQuery {
  /** The file's name without its ending. */
  readonly file: string;
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly tactics: readonly string[];
  readonly relevantTechniques: readonly string[];
  readonly query: string;
}

export interface EntityMapping {
  readonly entityType: string;
  readonly fieldMappings: readonly { readonly identifier: string; readonly columnName: string }[];
}

export interface Detection extends HuntingQuery {
  readonly severity: 'High' | 'Medium' | 'Low' | 'Informational';
  /** In ISO 8601, such as `PT15M`, or short, such as `15m`. */
  readonly queryFrequency: string;
  readonly queryPeriod: string;
  readonly triggerOperator: string;
  readonly triggerThreshold: number;
  readonly entityMappings?: readonly EntityMapping[];
  readonly tags?: readonly string[];
}

const ROOT = join(__dirname, '../../deploy/azure');

/** The fields that every file must have; the tests of the detections look at the rest. */
const TEXTS = ['id', 'name', 'description', 'query'];
const LISTS = ['tactics', 'relevantTechniques'];
const DETECTION_TEXTS = [...TEXTS, 'severity', 'queryFrequency', 'queryPeriod', 'triggerOperator'];

/** All detections, by the names of their files. */
export function readDetections(folder: string = join(ROOT, 'detections')): Detection[] {
  return readAll<Detection>(folder, DETECTION_TEXTS);
}

/** All hunting queries, by the names of their files. */
export function readHuntingQueries(folder: string = join(ROOT, 'hunting')): HuntingQuery[] {
  return readAll<HuntingQuery>(folder, TEXTS);
}

function readAll<Form extends HuntingQuery>(folder: string, texts: readonly string[]): Form[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => {
      const form = parse(readFileSync(join(folder, name), 'utf8')) as Readonly<
        Record<string, unknown>
      >;
      for (const field of texts) {
        if (typeof form[field] !== 'string') {
          throw new Error(`${name}: ${field} should be a text, but is ${typeof form[field]}`);
        }
      }
      for (const field of LISTS) {
        if (!Array.isArray(form[field])) throw new Error(`${name}: ${field} should be a list`);
      }
      // The fields that the types name were looked at here or are by the tests of the detections.
      return { ...form, file: name.slice(0, -'.yaml'.length) } as unknown as Form;
    });
}

/** A time span in ISO 8601, as Azure takes it; the short form of Sentinel's YAML, `15m`, is translated. */
export function isoDuration(span: string): string {
  if (/^P(?:[1-9]\d*D|T[1-9]\d*[HM])$/.test(span)) return span;
  const [, count, unit = ''] = /^([1-9]\d*)([mhd])$/.exec(span) ?? [];
  if (count === undefined) throw new Error(`A time span should be like PT15M or 15m, not ${span}`);
  return unit === 'd' ? `P${count}D` : `PT${count}${unit.toUpperCase()}`;
}

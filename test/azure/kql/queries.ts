/** Every query in `deploy/azure`, as it reaches Azure. */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

const FOLDER = join(__dirname, '../../../deploy/azure');

export interface NamedQuery {
  /** Its place within `deploy/azure`. */
  readonly file: string;
  readonly query: string;
}

/** What the pickers of the workbook put into a query. */
export interface PickedValues {
  readonly Tenant: string;
  readonly Application: string;
}

/** Everything chosen, and two of each chosen, one with a name that begins like a number. */
export const PICKED_VALUES: readonly PickedValues[] = [
  { Tenant: "'*'", Application: "'*'" },
  { Tenant: "'one','two'", Application: "'1pplication','other'" },
];

/** The workbook's queries, with the pickers' values filled in. */
export function workbookQueries(picked: PickedValues): NamedQuery[] {
  return filesIn('workbook', '.kql').map(({ file, text }) => ({
    file,
    query: fillPicked(text, picked),
  }));
}

/** A text with the values of the workbook's pickers; what is not known to be one stays. */
export function fillPicked(text: string, { Tenant, Application }: PickedValues): string {
  return text
    .replaceAll('{TimeRange:start}', 'datetime(2026-11-01T00:00:00.000Z)')
    .replaceAll('{TimeRange:end}', 'datetime(2026-11-02T00:00:00.000Z)')
    .replaceAll('{TimeRange:grain}', '30m')
    .replaceAll('{Tenant}', Tenant)
    .replaceAll('{Application}', Application);
}

/** The queries of the detections and of the hunting queries. */
export function yamlQueries(): NamedQuery[] {
  return ['detections', 'hunting']
    .flatMap((folder) => filesIn(folder, '.yaml'))
    .map(({ file, text }) => {
      const { query }: { query?: unknown } = parse(text);
      if (typeof query !== 'string') throw new Error(`${file} has no query`);
      return { file, query };
    });
}

function filesIn(folder: string, ending: string): { file: string; text: string }[] {
  const path = join(FOLDER, folder);
  if (!existsSync(path)) return [];
  return readdirSync(path)
    .filter((name) => name.endsWith(ending))
    .sort()
    .map((name) => ({ file: `${folder}/${name}`, text: readFileSync(join(path, name), 'utf8') }));
}

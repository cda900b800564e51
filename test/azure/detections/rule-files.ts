/** Reads the detections and hunting queries, and holds them to the form that Sentinel asks for. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { parse } from 'yaml';
import { TACTICS } from './attack-techniques.ts';

const FOLDER = join(__dirname, '../../../deploy/azure');

/** Sentinel's limit for the query of a rule. */
const MAX_QUERY_LENGTH = 10_000;

/**
 * The entity types that are used here, with their identifiers, after `EntityMappingIdentifiers` in
 * Azure/Azure-Sentinel. Each identifier is enough alone to know the entity by.
 */
const IDENTIFIERS: Readonly<Record<string, readonly string[]>> = {
  Account: ['FullName', 'Name'],
  CloudApplication: ['Name'],
  DNS: ['DomainName'],
  IP: ['Address'],
};

const EntityMapping = v.pipe(
  v.strictObject({
    entityType: v.picklist(Object.keys(IDENTIFIERS)),
    fieldMappings: v.pipe(
      v.array(v.strictObject({ identifier: v.string(), columnName: v.string() })),
      v.minLength(1),
      v.maxLength(3),
    ),
  }),
  v.check(
    ({ entityType, fieldMappings }) =>
      fieldMappings.every(({ identifier }) => IDENTIFIERS[entityType]?.includes(identifier)),
    'an identifier that the entity type does not have',
  ),
);

const COMMON = {
  id: v.pipe(v.string(), v.uuid()),
  name: v.pipe(v.string(), v.regex(/^[A-Z].{9,98}[^.]$/)),
  version: v.literal('1.0.0'),
  description: v.pipe(v.string(), v.minLength(80), v.maxLength(1000)),
  requiredDataConnectors: v.tuple([]),
  tactics: v.pipe(v.array(v.picklist(TACTICS)), v.minLength(1)),
  relevantTechniques: v.pipe(v.array(v.pipe(v.string(), v.regex(/^T\d{4}$/))), v.minLength(1)),
  tags: v.tupleWithRest([v.literal('Auth0')], v.string()),
  query: v.pipe(v.string(), v.minLength(100), v.maxLength(MAX_QUERY_LENGTH)),
};

const Hunting = v.strictObject({
  ...COMMON,
  entityMappings: v.optional(v.pipe(v.array(EntityMapping), v.minLength(1), v.maxLength(5))),
});

const DURATION = v.pipe(v.string(), v.regex(/^P(?:\dD|T\d{1,2}[HM])$/));

const Detection = v.strictObject({
  ...COMMON,
  kind: v.literal('Scheduled'),
  severity: v.picklist(['Informational', 'Low', 'Medium', 'High']),
  queryFrequency: DURATION,
  queryPeriod: DURATION,
  triggerOperator: v.literal('gt'),
  triggerThreshold: v.literal(0),
  tags: v.tupleWithRest(
    [
      v.literal('Auth0'),
      v.picklist([
        'Accounts',
        'Administration',
        'Coverage',
        'Health',
        'Limits',
        'Mfa',
        'SignIn',
        'SignUp',
        'Tokens',
      ]),
    ],
    v.pipe(v.string(), v.regex(/^T\d{4}\.\d{3}$/)),
  ),
  entityMappings: v.pipe(v.array(EntityMapping), v.minLength(1), v.maxLength(5)),
});

export type DetectionRule = v.InferOutput<typeof Detection> & { readonly file: string };
export type HuntingQuery = v.InferOutput<typeof Hunting> & { readonly file: string };

/** Every detection, by its file name without the ending. Throws when one has not the right form. */
export function readDetections(): DetectionRule[] {
  return readFolder('detections').map(({ file, content }) => ({
    ...parsed(Detection, file, content),
    file,
  }));
}

/** Every hunting query, in the same way. */
export function readHunting(): HuntingQuery[] {
  return readFolder('hunting').map(({ file, content }) => ({
    ...parsed(Hunting, file, content),
    file,
  }));
}

/** Takes a rule that is not in a file, for the tests that see a wrong one fail. */
export function parseDetection(content: unknown): v.InferOutput<typeof Detection> {
  return parsed(Detection, 'a copy', content);
}

function readFolder(folder: string): { file: string; content: unknown }[] {
  return readdirSync(join(FOLDER, folder))
    .filter((name) => name !== 'README.md')
    .map((name) => {
      if (!/^[a-z0-9-]+\.yaml$/.test(name)) throw new Error(`${folder}/${name} is no rule`);
      const content: unknown = parse(readFileSync(join(FOLDER, folder, name), 'utf8'));
      return { file: name.slice(0, -'.yaml'.length), content };
    });
}

function parsed<Schema extends v.GenericSchema>(
  schema: Schema,
  file: string,
  content: unknown,
): v.InferOutput<Schema> {
  const result = v.safeParse(schema, content);
  if (result.success) return result.output;
  const problems = result.issues.map((issue) => `${v.getDotPath(issue)}: ${issue.message}`);
  throw new Error(`${file}: ${problems.join('; ')}`);
}

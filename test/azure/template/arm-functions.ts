/** The functions that templates of Azure Resource Manager have, and how many values each takes. */

export interface ArmFunction {
  readonly least: number;
  readonly most: number;
}

const ANY = Number.POSITIVE_INFINITY;

/**
 * From "ARM template functions" (10 May 2024) and the pages on each, in Microsoft's public
 * documentation. Functions that are newer are left out on purpose: not every cloud has them.
 */
// biome-ignore format: one line for each range, so that the table can be read as a table.
const BY_RANGE: readonly (readonly [least: number, most: number, names: string])[] = [
  [0, 0, 'deployment environment false managementGroup newGuid null resourceGroup subscription tenant true'],
  [0, 1, 'utcNow'],
  [0, 2, 'copyIndex'],
  [0, ANY, 'createArray createObject'],
  [1, 1, 'array base64 base64ToJson base64ToString bool dataUri dataUriToString dateTimeFromEpoch dateTimeToEpoch empty first float int items json last length not parameters parseCidr string toLower toUpper trim uriComponent uriComponentToString variables'],
  [1, 2, 'references'],
  [1, 3, 'reference substring'],
  [1, ANY, 'coalesce concat guid max min uniqueString'],
  [2, 2, 'add cidrHost contains div endsWith equals filter greater greaterOrEquals indexOf join lastIndexOf less lessOrEquals map mod mul range skip sort split startsWith sub take uri'],
  [2, 3, 'dateTimeAdd listKeys listSecrets listAccountSas padLeft toObject'],
  [2, ANY, 'and format intersection or resourceId subscriptionResourceId tenantResourceId union'],
  [3, 3, 'cidrSubnet if reduce replace'],
  [3, 5, 'pickZones'],
  [3, ANY, 'extensionResourceId'],
];

export const ARM_FUNCTIONS: ReadonlyMap<string, ArmFunction> = new Map(
  BY_RANGE.flatMap(([least, most, names]) =>
    names.split(' ').map((name) => [name, { least, most }] as const),
  ),
);

/** They ask Azure for what is deployed, so that nothing may depend on them before that. */
export const RUNTIME_FUNCTIONS: ReadonlySet<string> = new Set(
  'reference references listKeys listSecrets listAccountSas'.split(' '),
);

/** They give something else each time, which Azure allows in the defaults of parameters only. */
export const DEFAULT_ONLY_FUNCTIONS: ReadonlySet<string> = new Set(['newGuid', 'utcNow']);

/** The form of a template of Azure Resource Manager, and how texts stand in it. */

export type Json = string | number | boolean | null | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [name: string]: Json;
}

/** What every resource has; the rest depends on its type. */
export interface Resource extends JsonObject {
  readonly type: string;
  readonly apiVersion: string;
  readonly name: string;
}

/** The versions of Azure's interfaces: stable ones that are years old, so that all clouds know them. */
export const API_VERSIONS = {
  workspaces: '2023-09-01',
  tables: '2023-09-01',
  savedSearches: '2020-08-01',
  // The first stable one in which a rule can have an endpoint of its own.
  dataCollectionRules: '2023-03-11',
  roleAssignments: '2022-04-01',
  workbooks: '2023-06-01',
  actionGroups: '2023-01-01',
  scheduledQueryRules: '2023-12-01',
  alertRules: '2023-02-01',
} as const;

/** A text that Azure takes for an expression. */
export function expression(text: string): string {
  return `[${text}]`;
}

/** A text that Azure takes as it is, also when it looks like an expression. */
export function literal(text: string): string {
  return text.startsWith('[') && text.endsWith(']') ? `[${text}` : text;
}

/** A text within an expression. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A template for a resource group. */
export function template(parts: {
  readonly parameters: JsonObject;
  readonly variables?: JsonObject;
  readonly resources: readonly Resource[];
  readonly outputs?: JsonObject;
}): JsonObject {
  return {
    $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
    contentVersion: '1.0.0.0',
    ...parts,
  };
}

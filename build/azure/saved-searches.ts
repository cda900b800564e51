/** The functions and the hunting queries, which the workspace keeps as saved searches. */

import {
  API_VERSIONS,
  expression,
  type JsonObject,
  literal,
  quoted,
  type Resource,
} from './arm.ts';
import { withTableNames } from './chosen-names.ts';
import { readSavedFunctions } from './saved-functions.ts';
import { readHuntingQueries } from './sentinel-yaml.ts';

const FUNCTIONS = readSavedFunctions();

/**
 * The texts stand among the variables, because an expression may have 24,576 characters at most, and
 * these may grow.
 */
export const QUERIES: JsonObject = Object.fromEntries(
  FUNCTIONS.map(({ alias, query }) => [alias, literal(query)]),
);

function savedSearch(name: string, properties: JsonObject): Resource {
  return {
    type: 'Microsoft.OperationalInsights/workspaces/savedSearches',
    apiVersion: API_VERSIONS.savedSearches,
    name: expression(`concat(parameters('workspaceName'), ${quoted(`/${name}`)})`),
    // So that a later deployment replaces what an earlier one saved.
    etag: '*',
    dependsOn: [expression("variables('workspaceId')")],
    properties: { ...properties, version: 2 },
  };
}

const SAVED_FUNCTIONS = FUNCTIONS.map(({ alias, parameters, query }) =>
  savedSearch(alias, {
    category: 'Auth0',
    displayName: alias,
    query: expression(withTableNames(`variables('queries').${alias}`, query)),
    functionAlias: alias,
    functionParameters: parameters,
  }),
);

/** Sentinel shows what is saved under this category, with these tags, among its hunting queries. */
const HUNTING_QUERIES = readHuntingQueries().map((query) =>
  savedSearch(query.id, {
    category: 'Hunting Queries',
    displayName: query.name,
    query: literal(query.query),
    tags: [
      { name: 'description', value: query.description.trim() },
      { name: 'tactics', value: query.tactics.join(',') },
      { name: 'techniques', value: query.relevantTechniques.join(',') },
    ],
  }),
);

export const SAVED_SEARCHES: readonly Resource[] = [...SAVED_FUNCTIONS, ...HUNTING_QUERIES];

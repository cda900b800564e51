/** The fixed list of columns that a record may have, with their kinds. */

/**
 * What a column holds. `text` is plain text; `time` is ISO 8601 text; `json` is JSON text, always
 * valid, even after it was shortened.
 */
export type ColumnKind = 'text' | 'number' | 'boolean' | 'time' | 'json';

export interface Column {
  readonly name: string;
  readonly kind: ColumnKind;
  readonly meaning: string;
  /**
   * The fields of the log that it is made from, the preferred one first; the field of the same name
   * when absent, none when the column is added by us.
   */
  readonly sources?: readonly string[];
}

const ADDED: readonly string[] = [];

/**
 * Azure advises at most 50 columns a type and holds at most 500 a table, so the list is closed: what
 * is not on it goes into `additional_fields`. Names are letters, digits and underscore.
 */
// biome-ignore format: one line a column, so that the table can be read as a table.
export const COLUMNS: readonly Column[] = [
  { name: 'log_id', kind: 'text', meaning: 'unique id of the log, 56 digits' },
  { name: 'date', kind: 'time', meaning: 'when it happened, as Auth0 gave it' },
  { name: 'type', kind: 'text', meaning: "Auth0's code of the log type" },
  { name: 'event', kind: 'text', sources: ADDED, meaning: 'name of the log type; its code when unknown' },
  { name: 'category', kind: 'text', sources: ADDED, meaning: "group of the type in Auth0's catalog; absent when unknown" },
  { name: 'level', kind: 'number', sources: ADDED, meaning: '0 debug, 1 info, 2 warning, 3 error, 4 critical' },
  { name: 'severity', kind: 'text', sources: ADDED, meaning: 'the word for the level' },
  { name: 'description', kind: 'text', meaning: 'what happened, in words' },
  { name: 'connection', kind: 'text', meaning: 'name of the connection' },
  { name: 'connection_id', kind: 'text', meaning: 'id of the connection' },
  { name: 'client_id', kind: 'text', meaning: 'id of the application' },
  { name: 'client_name', kind: 'text', meaning: 'name of the application' },
  { name: 'ip', kind: 'text', meaning: 'address the request came from, IPv4 or IPv6' },
  { name: 'client_ip', kind: 'text', meaning: "address of the application's own client, when it was handed on" },
  { name: 'user_agent', kind: 'text', meaning: "user agent, raw or in Auth0's short form" },
  { name: 'os', kind: 'text', sources: ADDED, meaning: 'operating system, from the user agent' },
  { name: 'os_version', kind: 'text', sources: ADDED, meaning: 'version of the operating system' },
  { name: 'browser', kind: 'text', sources: ADDED, meaning: 'browser or client program, from the user agent' },
  { name: 'browser_version', kind: 'text', sources: ADDED, meaning: 'version of the browser' },
  { name: 'device', kind: 'text', sources: ADDED, meaning: 'maker and model, or desktop, mobile, tablet, tv, bot' },
  { name: 'is_mobile', kind: 'boolean', sources: ['isMobile', 'is_mobile'], meaning: 'whether Auth0 took the client for a mobile one' },
  { name: 'hostname', kind: 'text', meaning: 'host that the request was sent to' },
  { name: 'user_id', kind: 'text', meaning: 'id of the user' },
  { name: 'user_name', kind: 'text', meaning: 'name or e-mail address of the user' },
  { name: 'identity_user_id', kind: 'text', meaning: "user's id at the identity provider" },
  { name: 'strategy', kind: 'text', meaning: 'kind of identity provider' },
  { name: 'strategy_type', kind: 'text', meaning: 'database, social, enterprise, passwordless' },
  { name: 'organization_id', kind: 'text', meaning: 'id of the organization' },
  { name: 'organization_name', kind: 'text', meaning: 'name of the organization' },
  { name: 'audience', kind: 'text', meaning: 'API that a token was asked for' },
  { name: 'scope', kind: 'text', meaning: 'scopes, separated by spaces' },
  { name: 'tenant_name', kind: 'text', meaning: 'name of the tenant' },
  { name: 'environment_name', kind: 'text', meaning: "Auth0's environment, such as prod-us-1" },
  { name: 'agent_id', kind: 'text', meaning: 'id of the AI agent that acted' },
  { name: 'external_agent_id', kind: 'text', meaning: 'id of the AI agent outside Auth0' },
  { name: 'mtls_thumbprint_sha256', kind: 'text', meaning: "thumbprint of the client's certificate" },
  { name: 'transaction_linking_id', kind: 'text', meaning: 'joins the logs of one transaction' },
  { name: 'session_connection', kind: 'text', meaning: 'connection that the session came from' },
  { name: 'email', kind: 'text', meaning: 'e-mail address' },
  { name: 'title', kind: 'text', meaning: 'title of a notice' },
  { name: 'tracking_id', kind: 'text', meaning: "Auth0's tracking id" },
  { name: 'details', kind: 'json', meaning: 'what belongs to the type: request, response, error, prompts' },
  { name: 'location_info', kind: 'json', meaning: 'place of the address: country, city, coordinates' },
  { name: 'auth0_client', kind: 'json', meaning: "the application's Auth0 library" },
  { name: 'references', kind: 'json', meaning: 'correlation and trace ids' },
  { name: 'security_context', kind: 'json', meaning: 'fingerprints of the TLS connection' },
  { name: 'event_schema', kind: 'json', sources: ['$event_schema'], meaning: "version of the event's schema" },
  { name: 'body', kind: 'json', meaning: 'body of the request' },
  { name: 'query', kind: 'json', meaning: 'query of the request' },
  { name: 'additional_fields', kind: 'json', sources: ADDED, meaning: 'every field that has no column of its own' },
  { name: 'truncated_fields', kind: 'text', sources: ADDED, meaning: 'columns that were shortened to fit, separated by commas' },
];

const KINDS: ReadonlyMap<string, ColumnKind> = new Map(
  COLUMNS.map(({ name, kind }) => [name, kind]),
);

/** The kind of a column; a name that is not on the list is taken for plain text. */
export function kindOfColumn(name: string): ColumnKind {
  return KINDS.get(name) ?? 'text';
}

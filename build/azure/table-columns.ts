/** The typed columns of the table that the data collection rule writes, and what of a record becomes each. */

export type TableColumnType = 'string' | 'int' | 'boolean' | 'datetime' | 'dynamic';

export interface TableColumn {
  readonly name: string;
  readonly type: TableColumnType;
  /** The column of the record (`src/records/columns.ts`) that it is made from. */
  readonly from: string;
}

/**
 * The table has these and `TimeGenerated` and `Auth0Domain`: a superset of Microsoft's `Auth0Logs_CL`,
 * whose names are kept, so that what was written for that table works with this one.
 */
// biome-ignore format: one line a column, so that the table can be read as a table.
export const LOG_TABLE_COLUMNS: readonly TableColumn[] = [
  { name: 'LogId', type: 'string', from: 'log_id' },
  { name: 'EventTime', type: 'datetime', from: 'date' },
  { name: 'EventType', type: 'string', from: 'type' },
  { name: 'EventName', type: 'string', from: 'event' },
  { name: 'Category', type: 'string', from: 'category' },
  { name: 'Level', type: 'int', from: 'level' },
  { name: 'Severity', type: 'string', from: 'severity' },
  { name: 'Description', type: 'string', from: 'description' },
  { name: 'Connection', type: 'string', from: 'connection' },
  { name: 'ConnectionId', type: 'string', from: 'connection_id' },
  { name: 'ClientId', type: 'string', from: 'client_id' },
  { name: 'ClientName', type: 'string', from: 'client_name' },
  { name: 'SrcIpAddr', type: 'string', from: 'ip' },
  { name: 'ClientIp', type: 'string', from: 'client_ip' },
  { name: 'HttpUserAgent', type: 'string', from: 'user_agent' },
  { name: 'OperatingSystem', type: 'string', from: 'os' },
  { name: 'OperatingSystemVersion', type: 'string', from: 'os_version' },
  { name: 'Browser', type: 'string', from: 'browser' },
  { name: 'BrowserVersion', type: 'string', from: 'browser_version' },
  { name: 'Device', type: 'string', from: 'device' },
  { name: 'IsMobile', type: 'boolean', from: 'is_mobile' },
  { name: 'SrcHostname', type: 'string', from: 'hostname' },
  { name: 'ActorUserId', type: 'string', from: 'user_id' },
  { name: 'ActorUsername', type: 'string', from: 'user_name' },
  { name: 'IdentityUserId', type: 'string', from: 'identity_user_id' },
  { name: 'Strategy', type: 'string', from: 'strategy' },
  { name: 'StrategyType', type: 'string', from: 'strategy_type' },
  { name: 'OrganizationId', type: 'string', from: 'organization_id' },
  { name: 'OrganizationName', type: 'string', from: 'organization_name' },
  { name: 'Audience', type: 'string', from: 'audience' },
  { name: 'Scope', type: 'string', from: 'scope' },
  { name: 'TenantName', type: 'string', from: 'tenant_name' },
  { name: 'EnvironmentName', type: 'string', from: 'environment_name' },
  { name: 'AgentId', type: 'string', from: 'agent_id' },
  { name: 'ExternalAgentId', type: 'string', from: 'external_agent_id' },
  { name: 'MtlsThumbprintSha256', type: 'string', from: 'mtls_thumbprint_sha256' },
  { name: 'TransactionLinkingId', type: 'string', from: 'transaction_linking_id' },
  { name: 'SessionConnection', type: 'string', from: 'session_connection' },
  { name: 'Email', type: 'string', from: 'email' },
  { name: 'NoticeTitle', type: 'string', from: 'title' },
  { name: 'TrackingId', type: 'string', from: 'tracking_id' },
  { name: 'Details', type: 'dynamic', from: 'details' },
  { name: 'LocationInfo', type: 'dynamic', from: 'location_info' },
  { name: 'Auth0Client', type: 'dynamic', from: 'auth0_client' },
  { name: 'References', type: 'dynamic', from: 'references' },
  { name: 'SecurityContext', type: 'dynamic', from: 'security_context' },
  { name: 'EventSchema', type: 'dynamic', from: 'event_schema' },
  { name: 'RequestBody', type: 'dynamic', from: 'body' },
  { name: 'RequestQuery', type: 'dynamic', from: 'query' },
  { name: 'AdditionalFields', type: 'dynamic', from: 'additional_fields' },
  { name: 'TruncatedFields', type: 'string', from: 'truncated_fields' },
];

/** The table of the rows that tell how runs went has these and `TimeGenerated`, which is `EndedAt`. */
// biome-ignore format: one line a column, so that the table can be read as a table.
export const RUN_TABLE_COLUMNS: readonly TableColumn[] = [
  { name: 'RunId', type: 'string', from: 'run_id' },
  { name: 'StartedAt', type: 'datetime', from: 'started_at' },
  { name: 'EndedAt', type: 'datetime', from: 'ended_at' },
  { name: 'Trigger', type: 'string', from: 'trigger' },
  { name: 'Destination', type: 'string', from: 'destination' },
  { name: 'Outcome', type: 'string', from: 'outcome' },
  { name: 'Reason', type: 'string', from: 'reason' },
  { name: 'Logs', type: 'int', from: 'logs' },
  { name: 'DeadLetters', type: 'int', from: 'dead_letters' },
  { name: 'LagSeconds', type: 'int', from: 'lag_seconds' },
  { name: 'Gap', type: 'boolean', from: 'gap' },
  { name: 'Warnings', type: 'string', from: 'warnings' },
  { name: 'Version', type: 'string', from: 'version' },
  { name: 'Auth0Domain', type: 'string', from: 'auth0_domain' },
];

/** The placeholders for the names of tables in the KQL of `deploy/azure`, and how they are filled in. */

/** The four tables that the functions read; the keys are the placeholders, written `{{LogTable}}`. */
export interface TableNames {
  /** Written by the Data Collector API. */
  readonly ClassicTable: string;
  readonly ClassicRunTable: string;
  /** Written by the Logs Ingestion API. */
  readonly LogTable: string;
  readonly RunTable: string;
}

/** The names that the README's examples and the template's defaults give. */
export const DEFAULT_TABLE_NAMES: TableNames = {
  ClassicTable: 'Auth0Logs_CL',
  ClassicRunTable: 'Auth0LogsRun_CL',
  LogTable: 'Auth0LogEvents_CL',
  RunTable: 'Auth0LogEventsRun_CL',
};

/** The text with its placeholders filled in; one that is unknown stays, so that the check finds it. */
export function fillTableNames(kql: string, names: TableNames = DEFAULT_TABLE_NAMES): string {
  return Object.entries(names).reduce(
    (text, [placeholder, name]) => text.replaceAll(`{{${placeholder}}}`, name),
    kql,
  );
}

/** What a data collection rule declares of the rows that it is sent. */

import { HEALTH_COLUMNS } from '../../src/health/health-columns.ts';
import { COLUMNS, type Column, type ColumnKind } from '../../src/records/columns.ts';

/** The stream of the logs. The exporter sends its health rows to the stream of this name and `Run`. */
export const LOG_STREAM = 'Custom-Auth0Logs';
export const RUN_STREAM = `${LOG_STREAM}Run`;

/** A JSON column is sent as JSON text, which the transform parses. */
const STREAM_TYPES = {
  text: 'string',
  json: 'string',
  time: 'datetime',
  number: 'int',
  boolean: 'boolean',
} as const satisfies Readonly<Record<ColumnKind, string>>;

export interface StreamColumn {
  readonly name: string;
  readonly type: (typeof STREAM_TYPES)[ColumnKind];
}

function declare(columns: readonly Column[]): StreamColumn[] {
  return columns.map(({ name, kind }) => ({ name, type: STREAM_TYPES[kind] }));
}

/** Every column that may be sent: what is not declared, Azure drops without a word. */
export const STREAMS: Readonly<Record<string, readonly StreamColumn[]>> = {
  [LOG_STREAM]: declare(COLUMNS),
  [RUN_STREAM]: declare(HEALTH_COLUMNS),
};

/** Makes the README's list of what a row about a run holds. */

import { HEALTH_COLUMNS } from '../src/health/health-columns.ts';
import { RUN_STREAM, STREAMS } from './azure/streams.ts';
import { RUN_TABLE_COLUMNS } from './azure/table-columns.ts';

/** The columns with their types and meanings, in Markdown. */
export function renderHealthColumns(): string {
  const lines = HEALTH_COLUMNS.map(({ name, meaning }) => {
    const type = STREAMS[RUN_STREAM]?.find((column) => column.name === name)?.type;
    const own = RUN_TABLE_COLUMNS.find(({ from }) => from === name)?.name;
    return `| \`${name}\` | ${type} | \`${own}\` | ${meaning} |`;
  });
  return [
    '| Column | Type | `Auth0ExporterRuns()` | Meaning |',
    '| --- | --- | --- | --- |',
    ...lines,
  ].join('\n');
}

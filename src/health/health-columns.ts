/** The columns of the row that tells Azure how a run went. None holds personal data. */

import type { Column } from '../records/columns.ts';

// biome-ignore format: one line a column, so that the table can be read as a table.
export const HEALTH_COLUMNS: readonly Column[] = [
  { name: 'run_id', kind: 'text', meaning: 'the id of the run, as its report and the page have it' },
  { name: 'started_at', kind: 'time', meaning: 'when the run began' },
  { name: 'ended_at', kind: 'time', meaning: 'when the run ended' },
  { name: 'trigger', kind: 'text', meaning: 'what began it: the schedule, an administrator, or a replay' },
  { name: 'destination', kind: 'text', meaning: 'where the logs went: data-collector or logs-ingestion' },
  { name: 'outcome', kind: 'text', meaning: 'how it ended: caught-up, out-of-time, rate-limited, stopped, misconfigured' },
  { name: 'reason', kind: 'text', meaning: 'why it ended so, when there is more to say' },
  { name: 'logs', kind: 'number', meaning: 'how many logs Azure accepted' },
  { name: 'dead_letters', kind: 'number', meaning: 'how many records were set aside as dead letters' },
  { name: 'lag_seconds', kind: 'number', meaning: 'how far the export was behind; absent when the run did not find out' },
  { name: 'gap', kind: 'boolean', meaning: 'whether the run found that logs may be missing' },
  { name: 'warnings', kind: 'text', meaning: 'what the run warned of, in sentences' },
  { name: 'version', kind: 'text', meaning: 'the version of this extension' },
  { name: 'auth0_domain', kind: 'text', meaning: 'the domain of the Auth0 tenant' },
];

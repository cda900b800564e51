/** Which API of Azure the logs are sent by. */

import { choice } from './value-kinds.ts';

/** For a list to pick from, the default first. */
export const destinationKind = choice([
  { value: 'data-collector', text: 'HTTP Data Collector API' },
  { value: 'logs-ingestion', text: 'Logs Ingestion API' },
] as const);

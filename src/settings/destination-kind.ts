/** Which API of Azure the logs are sent by, or both of them. */

import { DESTINATION_KINDS, type DestinationKind } from '../engine/walls.ts';
import { choice } from './value-kinds.ts';

/** For a list to pick from, the default first. */
export const destinationKind = choice([
  { value: 'data-collector', text: 'HTTP Data Collector API' },
  { value: 'logs-ingestion', text: 'Logs Ingestion API' },
  { value: 'both', text: 'Both of them' },
] as const);

export type DestinationChoice = DestinationKind | 'both';

/** The destinations of a choice; all, when it is not known what was meant. */
export function kindsOf(chosen: DestinationChoice | undefined): readonly DestinationKind[] {
  return chosen === undefined || chosen === 'both' ? DESTINATION_KINDS : [chosen];
}

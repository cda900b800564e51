/** What the destinations are called. */

import type { DestinationKind } from '../../engine/walls.ts';

const NAMES: Readonly<Record<DestinationKind, string>> = {
  'data-collector': 'Data Collector API',
  'logs-ingestion': 'Logs Ingestion API',
};

/** The name by which Azure's documentation calls a destination. */
export function destinationName(kind: DestinationKind): string {
  return NAMES[kind];
}

/** The endpoints of the emulated Logs Ingestion API under `/sandbox/`. */

import type { Call, Reply } from '../http/answer.ts';
import { controlReply, faultRoutes, postedObject } from '../http/control-routes.ts';
import type { IngestionService } from './ingestion-service.ts';
import { readIngestionSettings } from './ingestion-settings.ts';
import type { Ingestion } from './start-ingestion.ts';

const DEFAULT_ROW_LIMIT = 100;

export const controlIngestion = (
  call: Call,
  ingestion: Ingestion,
  service: IngestionService,
): Reply | undefined =>
  controlReply(call, {
    ...faultRoutes(ingestion.faults),
    'POST /sandbox/settings': (call) =>
      ingestion.configure(readIngestionSettings(postedObject(call))),
    'POST /sandbox/reset': () => {
      ingestion.reset();
      ingestion.faults.clear();
    },
    'POST /sandbox/revoke': () => ingestion.revokeTokens(),
    'GET /sandbox/summary': () => service.summary(),
    'GET /sandbox/counters': () => ingestion.counters(),
    'GET /sandbox/requests': () => ingestion.requests(),
    'GET /sandbox/ids': () => [...ingestion.logIds()],
    'GET /sandbox/repeats': () => Object.fromEntries(ingestion.repeatedLogIds()),
    'GET /sandbox/tables.json': () => ingestion.tables(),
    /** The newest rows, newest first. */
    'GET /sandbox/rows': ({ query }) => {
      const limit = Number(query.get('limit') ?? DEFAULT_ROW_LIMIT);
      const table = query.get('table') ?? undefined;
      return ingestion.rows(Math.max(0, limit), table).slice().reverse();
    },
  });

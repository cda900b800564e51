/** The authority's endpoints under `/sandbox/`. */

import type { Call, Reply } from '../http/answer.ts';
import { controlReply, faultRoutes } from '../http/control-routes.ts';
import type { Authority } from './start-authority.ts';

export const controlAuthority = (call: Call, authority: Authority): Reply | undefined =>
  controlReply(call, {
    ...faultRoutes(authority.faults),
    'GET /sandbox/counters': () => authority.counters(),
    'GET /sandbox/requests': () => authority.requests(),
    'POST /sandbox/reset': () => {
      authority.resetCounters();
      authority.faults.clear();
    },
  });

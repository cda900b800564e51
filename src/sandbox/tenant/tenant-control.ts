/** The tenant's endpoints under `/sandbox/`. */

import type { Call, Reply } from '../http/answer.ts';
import { controlReply, faultRoutes, postedObject } from '../http/control-routes.ts';
import { isObject, numberIn } from '../http/json-input.ts';
import type { Tenant } from './start-tenant.ts';
import { readTenantSettings } from './tenant-settings.ts';

export const controlTenant = (call: Call, tenant: Tenant): Reply | undefined =>
  controlReply(call, {
    ...faultRoutes(tenant.faults),
    /** `{ "count": 100 }` or `{ "logs": [{ "type": "s" }] }`. */
    'POST /sandbox/logs': (call) => {
      const posted = postedObject(call);
      const { logs } = posted;
      const added = tenant.addLogs(
        Array.isArray(logs) ? logs.filter(isObject) : (numberIn(posted, 'count') ?? 0),
      );
      return { added: added.length, last: added.at(-1) };
    },
    'POST /sandbox/trickle': (call) =>
      tenant.startTrickle(numberIn(postedObject(call), 'perSecond') ?? 0),
    'POST /sandbox/settings': (call) => tenant.configure(readTenantSettings(postedObject(call))),
    'POST /sandbox/revoke': () => tenant.revokeTokens(),
    'POST /sandbox/drain': (call) =>
      tenant.drainRateLimit(numberIn(postedObject(call), 'count') ?? 1),
    'GET /sandbox/counters': () => ({ ...tenant.counters(), logs: tenant.logCount() }),
    'GET /sandbox/requests': () => tenant.requests(),
    'GET /sandbox/ids': () => tenant.logIds(),
    'POST /sandbox/reset': () => {
      tenant.resetCounters();
      tenant.faults.clear();
    },
  });

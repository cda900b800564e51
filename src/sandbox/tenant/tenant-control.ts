/** The tenant's endpoints under `/sandbox/`. */

import { type Call, jsonAnswer, type Reply } from '../http/answer.ts';
import {
  type ControlRoutes,
  controlReply,
  DONE,
  faultRoutes,
  postedObject,
} from '../http/control-routes.ts';
import { isObject, numberIn } from '../http/json-input.ts';
import type { Tenant } from './start-tenant.ts';
import { readTenantSettings } from './tenant-settings.ts';

const routesOf = (tenant: Tenant): ControlRoutes => ({
  ...faultRoutes(tenant.faults),
  /** `{ "count": 100 }` or `{ "logs": [{ "type": "s" }] }`. */
  'POST /sandbox/logs': (call) => {
    const posted = postedObject(call);
    const { logs } = posted;
    const added = tenant.addLogs(
      Array.isArray(logs) ? logs.filter(isObject) : (numberIn(posted, 'count') ?? 0),
    );
    return jsonAnswer(200, { added: added.length, last: added.at(-1) });
  },
  'POST /sandbox/trickle': (call) => {
    tenant.startTrickle(numberIn(postedObject(call), 'perSecond') ?? 0);
    return DONE;
  },
  'POST /sandbox/settings': (call) => {
    tenant.configure(readTenantSettings(postedObject(call)));
    return DONE;
  },
  'POST /sandbox/revoke': () => {
    tenant.revokeTokens();
    return DONE;
  },
  'POST /sandbox/drain': (call) => {
    tenant.drainRateLimit(numberIn(postedObject(call), 'count') ?? 1);
    return DONE;
  },
  'GET /sandbox/counters': () => jsonAnswer(200, { ...tenant.counters(), logs: tenant.logCount() }),
  'GET /sandbox/requests': () => jsonAnswer(200, tenant.requests()),
  'GET /sandbox/ids': () => jsonAnswer(200, tenant.logIds()),
  'POST /sandbox/reset': () => {
    tenant.resetCounters();
    tenant.faults.clear();
    return DONE;
  },
});

export const controlTenant = (call: Call, tenant: Tenant): Reply | undefined =>
  controlReply(call, routesOf(tenant));

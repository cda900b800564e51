/** Starts an emulated Auth0 tenant on this machine. */

import type { Fault, FaultPlan } from '../http/fault-plan.ts';
import type { JsonObject } from '../http/json-input.ts';
import { serveReplies } from '../http/serve-replies.ts';
import { LogStore } from './log-store.ts';
import { controlTenant } from './tenant-control.ts';
import type { TenantCounters, TenantRequest } from './tenant-counters.ts';
import { TenantService } from './tenant-service.ts';
import { DEFAULT_TENANT_SETTINGS, type TenantSettings } from './tenant-settings.ts';

export interface TenantOptions extends Partial<TenantSettings> {
  /** How many events are there from the start, default 0. */
  readonly backlog?: number;
  /** Over how many hours up to now they are spread, default 6. */
  readonly backlogHours?: number;
  /** The same seed gives the same events, default 1. */
  readonly seed?: number;
  /** Makes every event of the backlog at once instead of when it is first read. */
  readonly makesAllFirst?: boolean;
  /** New events each second from the start, default 0. */
  readonly tricklePerSecond?: number;
  readonly faults?: readonly Fault[];
  readonly port?: number;
  /** The tenant's clock, in milliseconds since 1970. */
  readonly now?: () => number;
}

export interface Tenant {
  readonly url: string;
  readonly faults: FaultPlan;
  /** Takes in events now: so many made ones, or those given. Gives their ids. */
  addLogs(logs: number | readonly JsonObject[]): readonly string[];
  /** From now on so many new events come each second; 0 ends that. */
  startTrickle(perSecond: number): void;
  configure(changes: Partial<TenantSettings>): void;
  /** Makes every token issued so far invalid. */
  revokeTokens(): void;
  /** Takes requests from the rate limit's bucket, as other programs of the tenant do. */
  drainRateLimit(count: number): void;
  /** Every id in order, those beyond retention included. */
  logIds(): readonly string[];
  logCount(): number;
  counters(): TenantCounters;
  /** The newest requests, oldest first. */
  requests(): readonly TenantRequest[];
  resetCounters(): void;
  stop(): Promise<void>;
}

const DEFAULT_BACKLOG_HOURS = 6;
const HOUR_MS = 3_600_000;
const TRICKLE_STEP_MS = 100;

/** Adds events at a steady pace, fractions carried over. */
function makeTrickle(add: (count: number) => void): (perSecond: number) => void {
  let timer: NodeJS.Timeout | undefined;
  return (perSecond) => {
    clearInterval(timer);
    if (perSecond <= 0) return;
    let owed = 0;
    timer = setInterval(() => {
      owed += (perSecond * TRICKLE_STEP_MS) / 1000;
      const due = Math.floor(owed);
      owed -= due;
      if (due > 0) add(due);
    }, TRICKLE_STEP_MS);
    timer.unref();
  };
}

export async function startTenant(options: TenantOptions = {}): Promise<Tenant> {
  const now = options.now ?? Date.now;
  const {
    backlog = 0,
    backlogHours = DEFAULT_BACKLOG_HOURS,
    seed = 1,
    makesAllFirst = false,
    tricklePerSecond = 0,
    faults = [],
    port = 0,
    now: _now,
    ...chosen
  } = options;
  const settings: TenantSettings = { ...DEFAULT_TENANT_SETTINGS, ...chosen };
  const logs = new LogStore({ seed, tenantName: settings.tenantName });
  logs.addMade(backlog, now() - backlogHours * HOUR_MS, now());
  if (makesAllFirst) logs.makeAll();
  const service = new TenantService(settings, logs, now);
  service.faults.add(...faults);

  const addLogs = (added: number | readonly JsonObject[]): readonly string[] => {
    if (typeof added !== 'number') return added.map((log) => logs.addGiven(log, now()));
    return logs.addMade(added, now(), now());
  };
  const startTrickle = makeTrickle(addLogs);
  const server = await serveReplies(
    async (call) => controlTenant(call, tenant) ?? service.replyTo(call),
    { port },
  );
  service.listenOn(server.port);
  const tenant: Tenant = {
    url: server.url,
    faults: service.faults,
    addLogs,
    startTrickle,
    configure: (changes) => service.configure(changes),
    revokeTokens: () => service.desk.revokeAll(),
    drainRateLimit: (count) => service.drainRateLimit(count),
    logIds: () => logs.logIds(),
    logCount: () => logs.count,
    counters: () => service.ledger.counters(service.desk.issued, service.faults.played),
    requests: () => service.ledger.recent,
    resetCounters: () => {
      service.ledger.reset();
      service.desk.issued = 0;
    },
    stop: () => {
      startTrickle(0);
      return server.stop();
    },
  };
  startTrickle(tricklePerSecond);
  return tenant;
}

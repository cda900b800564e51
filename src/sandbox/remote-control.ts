/** Steers an emulated service in another process by its endpoints under `/sandbox/`. */

import type { Fault } from './http/fault-plan.ts';
import { isObject, type JsonObject } from './http/json-input.ts';
import type { IngestionCounters } from './ingestion/ingestion-counters.ts';
import type { IngestedRow } from './ingestion/stream-table.ts';
import type { TenantCounters } from './tenant/tenant-counters.ts';

export interface ServiceControl<Counters> {
  addFaults(...faults: readonly Fault[]): Promise<void>;
  clearFaults(): Promise<void>;
  configure(settings: JsonObject): Promise<void>;
  counters(): Promise<Counters>;
  logIds(): Promise<string[]>;
  reset(): Promise<void>;
}

export interface TenantControl extends ServiceControl<TenantCounters> {
  addLogs(logs: number | readonly JsonObject[]): Promise<void>;
  startTrickle(perSecond: number): Promise<void>;
  revokeTokens(): Promise<void>;
  drainRateLimit(count: number): Promise<void>;
}

export interface IngestionControl extends ServiceControl<IngestionCounters> {
  revokeTokens(): Promise<void>;
  /** The newest rows, newest first. */
  rows(limit?: number): Promise<IngestedRow[]>;
}

async function ask(url: string, method: string, body?: unknown): Promise<unknown> {
  const answer = await fetch(url, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${url} was answered ${answer.status}: ${text}`);
  return JSON.parse(text);
}

export function controlOf<Counters>(url: string): ServiceControl<Counters> {
  const at = (name: string): string => `${url}/sandbox/${name}`;
  return {
    addFaults: async (...faults) => {
      await ask(at('faults'), 'POST', faults);
    },
    clearFaults: async () => {
      await ask(at('faults'), 'DELETE');
    },
    configure: async (settings) => {
      await ask(at('settings'), 'POST', settings);
    },
    /** The endpoint is the sandbox's own and answers with just this type. */
    counters: async () => (await ask(at('counters'), 'GET')) as Counters,
    logIds: async () => {
      const ids = await ask(at('ids'), 'GET');
      return Array.isArray(ids) ? ids.map(String) : [];
    },
    reset: async () => {
      await ask(at('reset'), 'POST');
    },
  };
}

export function tenantControlOf(url: string): TenantControl {
  const at = (name: string): string => `${url}/sandbox/${name}`;
  return {
    ...controlOf<TenantCounters>(url),
    addLogs: async (logs) => {
      await ask(at('logs'), 'POST', typeof logs === 'number' ? { count: logs } : { logs });
    },
    startTrickle: async (perSecond) => {
      await ask(at('trickle'), 'POST', { perSecond });
    },
    revokeTokens: async () => {
      await ask(at('revoke'), 'POST');
    },
    drainRateLimit: async (count) => {
      await ask(at('drain'), 'POST', { count });
    },
  };
}

export function ingestionControlOf(url: string): IngestionControl {
  const at = (name: string): string => `${url}/sandbox/${name}`;
  return {
    ...controlOf<IngestionCounters>(url),
    revokeTokens: async () => {
      await ask(at('revoke'), 'POST');
    },
    rows: async (limit) => {
      const rows = await ask(at(limit === undefined ? 'rows' : `rows?limit=${limit}`), 'GET');
      return Array.isArray(rows) ? rows.filter(isObject) : [];
    },
  };
}

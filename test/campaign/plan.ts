/** What a world is like before anything happens in it. */

import type { Chance } from './chance.ts';
import { type EarlierDocument, earlierDocument } from './earlier-state.ts';
import type { UsualLatency } from './faults.ts';
import type { TenantPlan } from './tenant.ts';

export interface WorldPlan {
  /** One call in so many goes wrong. */
  readonly faultOnceIn: number;
  /** One answer in so many is another than it should be. */
  readonly spoiltOnceIn: number;
  readonly latency: UsualLatency;
  readonly tenant: TenantPlan;
  readonly maxBodyBytes: { readonly workspace: number; readonly rule: number };
  readonly storeBytes: number;
  readonly earlier: EarlierDocument;
  /** What `MAX_RUN_SECONDS` may be. */
  readonly runSeconds: readonly [number, ...number[]];
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Takes whatever a state may hold. */
export const LARGE_STORE_BYTES = 500_000;
const SMALL_STORE_BYTES = 15_000;

/** Some campaigns are quiet and some are storms. */
export function stormPlan(chance: Chance): WorldPlan {
  return {
    faultOnceIn: chance.oneOf(4, 10, 30, 100),
    spoiltOnceIn: chance.oneOf(5, 25, 100),
    latency: { leastMs: 10, mostMs: 250 },
    tenant: {
      retentionMs: chance.oneOf(30 * DAY_MS, 25 * HOUR_MS),
      refusesSyntheticIds: chance.isOneIn(3),
    },
    maxBodyBytes: {
      workspace: chance.oneOf(1_000_000, 3_000),
      rule: chance.oneOf(1_000_000, 3_000),
    },
    storeBytes: chance.oneOf(LARGE_STORE_BYTES, SMALL_STORE_BYTES),
    earlier: earlierDocument(chance),
    runSeconds: [5, 20],
  };
}

/** Nothing goes wrong by chance, and every call takes as long. */
export function calmPlan(document: unknown = {}): WorldPlan {
  return {
    faultOnceIn: Number.POSITIVE_INFINITY,
    spoiltOnceIn: Number.POSITIVE_INFINITY,
    latency: { leastMs: 100, mostMs: 100 },
    tenant: { retentionMs: 30 * DAY_MS, refusesSyntheticIds: false },
    maxBodyBytes: { workspace: 1_000_000, rule: 1_000_000 },
    storeBytes: LARGE_STORE_BYTES,
    earlier: { document, askers: [] },
    runSeconds: [20],
  };
}

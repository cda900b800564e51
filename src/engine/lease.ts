/** When a run may begin, and for how long it may go on. */

import type { RunLine } from './run-line.ts';
import { exportsOf, type Lease, type State } from './state.ts';

/** Longer than any run; each state write renews it, so a dead run blocks the next for this long at most. */
export const LEASE_MS = 60_000;

/** A lease further in the future was written by a clock that is badly wrong, and is not believed. */
const MAX_CLOCK_SKEW_MS = 10 * 60_000;

export type Admission = 'start' | 'busy' | 'too-soon';

/**
 * Decides whether a run may begin. A call of the scheduler can be forged by anyone, so one that
 * comes soon after a run that had nothing left to do, or could do nothing, is answered without
 * doing anything.
 */
export function admission(state: State, nowMs: number, minIntervalMs: number): Admission {
  if (isHeld(state.lease, nowMs)) return 'busy';
  const [last] = exportsOf(state);
  if (last === undefined) return 'start';
  if (!hasNothingLeftToDo(last)) return 'start';
  const sinceMs = nowMs - last.endedAtMs;
  return sinceMs >= 0 && sinceMs < minIntervalMs ? 'too-soon' : 'start';
}

/** Of several destinations, one that waits for a person must not keep another from its backlog. */
function hasNothingLeftToDo({ outcome, deliveries }: RunLine): boolean {
  const outcomes = [outcome, ...deliveries.map(({ fate }) => fate?.outcome ?? outcome)];
  return outcomes.every((one) => one === 'caught-up' || one === 'misconfigured');
}

/** Whether a run is under way, as far as the lease tells. */
export function isHeld(lease: Lease | null, nowMs: number): boolean {
  if (lease === null) return false;
  const leftMs = lease.expiresAtMs - nowMs;
  return leftMs > 0 && leftMs <= LEASE_MS + MAX_CLOCK_SKEW_MS;
}

/** The state with the lease held by a run until `LEASE_MS` from now. */
export function withLease(state: State, holder: string, nowMs: number): State {
  return { ...state, lease: { holder, expiresAtMs: nowMs + LEASE_MS } };
}

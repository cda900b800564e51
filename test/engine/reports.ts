/** Run reports for tests that look at some of their figures. */

import type { DeliveryReport, RunOutcome, RunReport } from '../../src/engine/report.ts';
import { START_MS } from './simulated-clock.ts';

/** From the best to the worst. */
export const OUTCOMES: readonly RunOutcome[] = [
  'caught-up',
  'out-of-time',
  'rate-limited',
  'stopped',
  'misconfigured',
];

export function reportWith(parts: Partial<RunReport> = {}): RunReport {
  return {
    runId: 'a run',
    trigger: 'schedule',
    startedAtMs: START_MS,
    endedAtMs: START_MS + 1_500,
    outcome: 'caught-up',
    pages: 2,
    pageRetries: 1,
    deliveries: [],
    ...parts,
  };
}

export function deliveryWith(parts: Partial<DeliveryReport> = {}): DeliveryReport {
  return {
    destination: 'data-collector',
    logs: 100,
    batches: 1,
    bytes: 150_000,
    retries: 0,
    truncatedRecords: 0,
    checkpoint: '900',
    ...parts,
  };
}

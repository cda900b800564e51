/** Runs, actions and states for tests of what the page says about them. */

import fc from 'fast-check';
import { ACTION_KINDS, type Action } from '../../../src/engine/actions.ts';
import type { DeliveryReport, RunReport } from '../../../src/engine/report.ts';
import type { LineDelivery, RunLine } from '../../../src/engine/run-line.ts';
import { EMPTY_STATE, type State } from '../../../src/engine/state.ts';
import { DESTINATION_KINDS } from '../../../src/engine/walls.ts';
import { anyUnits } from '../../any-text.ts';
import { deliveryWith, OUTCOMES, reportWith } from '../../engine/reports.ts';

export const NOW_MS = Date.UTC(2026, 10, 22, 12, 0, 0);
export const SECOND_MS = 1_000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** A run of 2 s that began so long before `NOW_MS`; its id tells when. */
export function runAgo(agoMs: number, parts: Partial<RunReport> = {}, logs = 0): RunReport {
  const startedAtMs = NOW_MS - agoMs;
  return reportWith({
    runId: `${startedAtMs.toString(36)}-abcdefgh`,
    startedAtMs,
    endedAtMs: startedAtMs + 2 * SECOND_MS,
    pageRetries: 0,
    lagMs: 0,
    deliveries: [deliveryWith({ logs })],
    ...parts,
  });
}

/** Runs of the schedule, one every 5 minutes, the newest first. */
export function runsEvery5Minutes(
  count: number,
  newestAgoMs: number,
  parts: (index: number) => Partial<RunReport> = () => ({}),
): readonly RunReport[] {
  return Array.from({ length: count }, (_, index) =>
    runAgo(newestAgoMs + index * 5 * MINUTE_MS, parts(index)),
  );
}

export function stateWith(parts: Partial<State>): State {
  return { ...EMPTY_STATE, ...parts };
}

export function actionAgo(kind: Action['kind'], agoMs: number): Action {
  return { kind, atMs: NOW_MS - agoMs, by: 'ada@example.com', detail: '' };
}

/** What the schema of the state lets in, in all its oddness. */
const time = fc.oneof(
  fc.integer({ min: NOW_MS - 3 * DAY_MS, max: NOW_MS + HOUR_MS }),
  fc.double({ min: -8.64e15, max: 8.64e15, noNaN: true }),
);
const count = fc.oneof(
  fc.integer({ min: 0, max: 3 }),
  fc.double({ min: 0, max: Number.POSITIVE_INFINITY, noNaN: true }),
);
const anyNumber = fc.oneof(time, fc.double({ noNaN: true }), fc.integer({ min: -5, max: 5 }));
const texts = fc.array(anyUnits, { maxLength: 2 });
const optional = { requiredKeys: [] };

const delivery: fc.Arbitrary<DeliveryReport> = fc
  .tuple(
    fc.record({
      destination: fc.constantFrom(...DESTINATION_KINDS),
      logs: count,
      batches: count,
      bytes: count,
      retries: count,
      truncatedRecords: count,
      checkpoint: anyUnits,
    }),
    fc.record({ deadLetters: count, types: fc.dictionary(anyUnits, anyNumber) }, optional),
  )
  .map(([all, some]) => ({ ...all, ...some }));

const lineDelivery: fc.Arbitrary<LineDelivery> = fc
  .tuple(
    fc.record({ destination: fc.constantFrom(...DESTINATION_KINDS) }),
    fc.record({ logs: count, batches: count, retries: count, deadLetters: count }, optional),
  )
  .map(([all, some]) => ({ ...all, ...some }));

const common = fc
  .tuple(
    fc.record({
      runId: anyUnits,
      trigger: fc.constantFrom('schedule', 'schedule', 'administrator', 'command-line'),
      startedAtMs: time,
      endedAtMs: time,
      outcome: fc.constantFrom('caught-up', ...OUTCOMES),
    } as const),
    fc.record(
      {
        by: anyUnits,
        work: fc.constant('replay' as const),
        reason: anyUnits,
        lagMs: anyNumber,
        lastExportedAtMs: anyNumber,
      },
      optional,
    ),
  )
  .map(([all, some]) => ({ ...all, ...some }));

export const anyReport: fc.Arbitrary<RunReport> = fc
  .tuple(
    common,
    fc.record({
      pages: count,
      pageRetries: count,
      deliveries: fc.array(delivery, { maxLength: 2 }),
    }),
    fc.record({ warnings: texts, problems: texts, capacityLogs: anyNumber }, optional),
  )
  .map(([run, all, some]) => ({ ...run, ...all, ...some }));

const anyLine: fc.Arbitrary<RunLine> = fc
  .tuple(
    common,
    fc.record({ deliveries: fc.array(lineDelivery, { maxLength: 2 }) }),
    fc.record({ pageRetries: count }, optional),
  )
  .map(([run, all, some]) => ({ ...run, ...all, ...some }));

/** A run that found nothing to do, so that rows of them come up. */
const idleReport = time.map((startedAtMs) =>
  reportWith({ startedAtMs, endedAtMs: startedAtMs, pageRetries: 0, deliveries: [] }),
);

const anyAction: fc.Arbitrary<Action> = fc.record({
  kind: fc.constantFrom(...ACTION_KINDS),
  atMs: time,
  by: anyUnits,
  detail: anyUnits,
});

export const anyState: fc.Arbitrary<State> = fc
  .record({
    history: fc.array(fc.oneof(anyReport, idleReport), { maxLength: 8 }),
    pastRuns: fc.array(anyLine, { maxLength: 8 }),
    actions: fc.array(anyAction, { maxLength: 5 }),
    pausedAtMs: fc.option(time),
    lease: fc.option(fc.record({ holder: anyUnits, expiresAtMs: time })),
  })
  .map(stateWith);

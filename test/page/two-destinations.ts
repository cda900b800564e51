/** A stored state with two destinations in use, of which the newer one has failed since some runs. */

import type { DeliveryReport, Fate, RunReport } from '../../src/engine/report.ts';
import { EMPTY_STATE, type State } from '../../src/engine/state.ts';
import { syntheticId } from '../../src/source/log-id.ts';

const INTERVAL_MS = 5 * 60_000;
const BOTH_RUNS = 12;
const FAILED_RUNS = 3;
const RUNS = 30;
const LOGS = 420;

const REASON = 'Azure answered 403: the role on the rule is not assigned yet';

function deliveryOf(parts: Partial<DeliveryReport> & Pick<DeliveryReport, 'destination'>) {
  return {
    logs: LOGS,
    batches: 1,
    bytes: LOGS * 1_450,
    retries: 0,
    truncatedRecords: 0,
    checkpoint: '',
    types: { s: 300, fp: 120 },
    ...parts,
  };
}

/** The newest has the index 0. */
function reportOf(index: number, startedAtMs: number): RunReport {
  const id = `${startedAtMs.toString(36)}-${String(index).padStart(8, '0')}`;
  const isFailed = index < FAILED_RUNS;
  const stoppedAtMs = startedAtMs - (FAILED_RUNS - index) * INTERVAL_MS;
  const well: Fate = { outcome: 'caught-up', lagMs: 0, lastExportedAtMs: startedAtMs };
  const failed: Fate = {
    outcome: 'misconfigured',
    reason: REASON,
    lagMs: startedAtMs - stoppedAtMs,
    lastExportedAtMs: stoppedAtMs,
  };
  const old = { destination: 'data-collector', checkpoint: syntheticId(startedAtMs) } as const;
  const reached = isFailed ? stoppedAtMs : startedAtMs;
  const given = isFailed ? { logs: 0, batches: 0, bytes: 0, types: {} } : {};
  const run = {
    runId: id,
    trigger: 'schedule',
    startedAtMs,
    endedAtMs: startedAtMs + 1_400,
    pages: 5,
    pageRetries: 0,
  } as const;
  if (index >= BOTH_RUNS) return { ...run, ...well, deliveries: [deliveryOf(old)] };
  const fate = isFailed ? failed : well;
  const { reason: _, ...figures } = fate;
  return {
    ...run,
    ...figures,
    ...(isFailed ? { problems: [`logs-ingestion: ${REASON}`] } : {}),
    deliveries: [
      deliveryOf({ ...old, fate: well }),
      deliveryOf({
        destination: 'logs-ingestion',
        checkpoint: syntheticId(reached),
        fate,
        ...given,
      }),
    ],
  };
}

/** The stored state at a time. `isWell`: without the failed runs, and without the dead letters. */
export function twoDestinations(nowMs: number, isWell = false): State {
  const reports = Array.from({ length: RUNS }, (_, index) =>
    reportOf(index, nowMs - 60_000 - index * INTERVAL_MS),
  );
  const history = reports.slice(isWell ? FAILED_RUNS : 0);
  const places = history[0]?.deliveries.map((one) => [
    one.destination,
    [{ after: one.checkpoint }],
  ]);
  const logId = syntheticId(nowMs - 50 * 60_000);
  const letter = { logId, logType: 's', reason: 'too odd', refusedAtMs: nowMs - 40 * 60_000 };
  return {
    ...EMPTY_STATE,
    checkpoints: Object.fromEntries(places ?? []),
    history,
    deadLetters: isWell
      ? []
      : [
          { ...letter, destination: 'data-collector' },
          { ...letter, destination: 'logs-ingestion' },
        ],
  };
}

/** A stored state with one text in every place where a text from outside may stand. */

import type { RunReport } from '../../src/engine/report.ts';
import { lineOf } from '../../src/engine/run-line.ts';
import { EMPTY_STATE, type State } from '../../src/engine/state.ts';

const MINUTE_MS = 60_000;

/** The text must be one that an id may be: of printable characters, without spaces. */
export function stateWith(text: string, nowMs: number): State {
  const destination = 'data-collector';
  const atMs = nowMs - MINUTE_MS;
  const reports = (['stopped', 'misconfigured', 'caught-up'] as const).map((outcome, index) =>
    reportWith(text, `${index}-${text}`, outcome, atMs - index * MINUTE_MS),
  );
  return {
    ...EMPTY_STATE,
    checkpoints: { [destination]: [{ after: text }] },
    unreportedWarnings: [text],
    history: reports,
    pastRuns: [lineOf(reportWith(text, `3-${text}`, 'stopped', atMs - 3 * MINUTE_MS))],
    actions: [{ kind: 'test', by: text, atMs, detail: text }],
    deadLetters: [
      { logId: text, logType: text, destination, reason: text, refusedAtMs: atMs },
      {
        logId: `${text}1`,
        logType: 's',
        destination,
        reason: text,
        refusedAtMs: atMs,
        content: text,
      },
    ],
    tokens: { [text]: text },
  };
}

function reportWith(
  text: string,
  runId: string,
  outcome: RunReport['outcome'],
  startedAtMs: number,
): RunReport {
  return {
    runId,
    trigger: 'administrator',
    by: text,
    startedAtMs,
    endedAtMs: startedAtMs + 900,
    outcome,
    reason: text,
    problems: [text],
    warnings: [text],
    pages: 2,
    pageRetries: 1,
    deliveries: [
      {
        destination: 'data-collector',
        logs: 5,
        batches: 1,
        bytes: 500,
        retries: 1,
        truncatedRecords: 1,
        deadLetters: 1,
        types: { [text]: 4, s: 1 },
        checkpoint: text,
      },
    ],
    lagMs: 60_000,
    lastExportedAtMs: startedAtMs,
    capacityLogs: 1_000,
  };
}

/** What may be stored already when a campaign begins. */

import type { DeliveryReport, RunReport } from '../../src/engine/report.ts';
import { EMPTY_STATE, type State } from '../../src/engine/state.ts';
import { trimState } from '../../src/engine/state-budget.ts';
import { START_MS } from '../engine/simulated-clock.ts';
import type { Chance } from './chance.ts';

const MINUTE_MS = 60_000;

const NOTHING: DeliveryReport = {
  destination: 'data-collector',
  logs: 0,
  batches: 0,
  bytes: 0,
  retries: 0,
  truncatedRecords: 0,
  checkpoint: '9'.repeat(56),
};

export interface EarlierDocument {
  readonly document: unknown;
  /** Whose requests wait in it. */
  readonly askers: readonly string[];
}

/** Mostly nothing; else a document of version 2 in which something waits, or one with a full history. */
export function earlierDocument(chance: Chance): EarlierDocument {
  if (chance.isOneIn(100)) return { document: fullState(), askers: [] };
  if (!chance.isOneIn(10)) return { document: {}, askers: [] };
  // Version 2 did not keep who asked.
  return { document: documentOfVersion2(chance), askers: ['an administrator'] };
}

function reportsOf(count: number): readonly RunReport[] {
  return Array.from({ length: count }, (_, index) => ({
    runId: `earlier-run-${index}`,
    trigger: 'schedule',
    startedAtMs: START_MS - (index + 2) * MINUTE_MS,
    endedAtMs: START_MS - (index + 2) * MINUTE_MS + 1_000,
    outcome: 'stopped',
    reason: 'x'.repeat(300),
    pages: 1,
    pageRetries: 0,
    deliveries: [NOTHING],
  }));
}

/** So many runs and actions that every further one makes another give way. */
function fullState(): State {
  const actions = Array.from({ length: 200 }, (_, index) => ({
    kind: 'view' as const,
    by: `earlier administrator ${index}`,
    atMs: START_MS - (index + 2) * MINUTE_MS,
    detail: 'x'.repeat(100),
  }));
  return trimState({ ...EMPTY_STATE, history: reportsOf(1_000), actions });
}

function documentOfVersion2(chance: Chance): unknown {
  const { pastRuns: _, actions: __, ...sections } = EMPTY_STATE;
  const request = chance.oneOf<unknown>(
    { kind: 'resume' },
    { kind: 'pause', atMs: START_MS - MINUTE_MS },
    { kind: 'discard', deadLetters: [] },
  );
  const lease = { holder: 'a run that died', expiresAtMs: START_MS };
  return { ...sections, version: 2, requests: [request], history: reportsOf(3), lease };
}

/** Half a day of runs as a tenant with its ups and downs would have had them, for pictures. */

import type { RunReport } from '../../../src/engine/report.ts';
import { EMPTY_STATE, type State } from '../../../src/engine/state.ts';

const RUNS = 140;
const INTERVAL_MS = 5 * 60_000;
const HOUR_MS = 3_600_000;

const SHARES: Readonly<Record<string, number>> = {
  s: 0.24,
  seacft: 0.17,
  ssa: 0.14,
  sertft: 0.12,
  fp: 0.08,
  sapi: 0.07,
  slo: 0.06,
  fu: 0.05,
  limit_wc: 0.02,
  pwd_leak: 0.01,
};

/** What a run was like; the oldest ones caught up with a backlog. */
type Kind = 'usual' | 'idle' | 'by-hand' | 'outage' | 'limited' | 'backlog';

function kindOf(index: number): Kind {
  if (index >= RUNS - 9) return 'backlog';
  if (index >= 2 && index <= 4) return 'idle';
  if (index === 7 || index === 8) return 'outage';
  if (index === 10) return 'by-hand';
  return index === 52 ? 'limited' : 'usual';
}

const OUTCOMES: Readonly<Record<Kind, Partial<RunReport> & Pick<RunReport, 'outcome'>>> = {
  usual: { outcome: 'caught-up' },
  idle: { outcome: 'caught-up' },
  'by-hand': { outcome: 'caught-up', trigger: 'administrator', by: 'ada@example.com' },
  outage: { outcome: 'stopped', reason: 'Azure answered 503' },
  limited: { outcome: 'rate-limited', pageRetries: 2 },
  backlog: { outcome: 'out-of-time' },
};

function logsOf(kind: Kind, index: number): number {
  const wave = 1.3 + Math.sin(index / 22) + ((index * 37) % 19) / 40;
  const usual = Math.round(420 * wave);
  return { usual, 'by-hand': usual, idle: 0, outage: 0, limited: 300, backlog: 2_300 - index }[
    kind
  ];
}

function lagOf(kind: Kind, index: number): number {
  if (kind === 'backlog') return (index - RUNS + 10) * 0.45 * HOUR_MS;
  if (kind === 'outage') return (9 - index) * INTERVAL_MS;
  return kind === 'limited' ? INTERVAL_MS : 0;
}

function reportOf(index: number, startedAtMs: number): RunReport {
  const kind = kindOf(index);
  const logs = logsOf(kind, index);
  const lagMs = lagOf(kind, index);
  const digits = new Date(startedAtMs - lagMs).toISOString().replace(/\D/g, '').slice(0, 14);
  const types = Object.entries(SHARES).map(([code, share]) => [code, Math.round(logs * share)]);
  return {
    runId: `${startedAtMs.toString(36)}-${String(index).padStart(8, '0')}`,
    trigger: 'schedule',
    startedAtMs,
    endedAtMs: startedAtMs + 600 + logs * 2,
    pages: Math.ceil(logs / 100) + 1,
    pageRetries: 0,
    ...OUTCOMES[kind],
    lagMs,
    lastExportedAtMs: startedAtMs - lagMs,
    deliveries: [
      {
        destination: 'data-collector',
        logs,
        batches: Math.ceil(logs / 1000),
        bytes: logs * 1_450,
        retries: kind === 'outage' ? 4 : 0,
        truncatedRecords: 0,
        types: Object.fromEntries(types),
        checkpoint: `900${digits}`.padEnd(55, '0') + String(index % 10),
      },
    ],
  };
}

/** The stored state at a time, after all of that. */
export function pastRuns(nowMs: number): State {
  const history = Array.from({ length: RUNS }, (_, index) =>
    reportOf(index, nowMs - 2 * 60_000 - index * INTERVAL_MS),
  );
  const by = 'ada@example.com';
  const atMs = nowMs - 48 * 60_000;
  return {
    ...EMPTY_STATE,
    checkpoints: { 'data-collector': [{ after: history[0]?.deliveries[0]?.checkpoint ?? '' }] },
    history,
    actions: [
      { kind: 'test', by, atMs, detail: 'all went well' },
      { kind: 'install', by: 'Auth0', atMs: nowMs - 12 * HOUR_MS, detail: '' },
    ],
  };
}

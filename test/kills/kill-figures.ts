/** What a campaign of kills has counted, which promises that breaks, and how it is told. */

import { MAX_UNSTORED_BATCHES } from '../../src/engine/deliveries.ts';
import type { Hit } from './kill-aim.ts';
import { BATCH_RECORDS } from './kill-stage.ts';

/** The most records that one kill may cause to be sent again. */
export const MAX_REPEATS = MAX_UNSTORED_BATCHES * BATCH_RECORDS;

export interface KillFigures {
  readonly seed: number;
  kills: number;
  /** Of these, with both destinations. */
  killsWithBoth: number;
  /** By where in the life of a run they fell. */
  readonly hits: Record<Hit, number>;
  /** Kills while the tenant had not yet answered a request. */
  killsWithPagesInFlight: number;
  /** Kills while a destination had received posts, but not yet answered them. */
  killsWithPostsInFlight: number;
  mostPostsInFlight: number;
  /** Posts that a destination refused, dropped or took in late. */
  postFaults: number;
  processes: number;
  /** Runs that stored their report: before a kill, or in the draining. */
  wholeRuns: number;
  /** Of the tenants. */
  logs: number;
  /** Ids of logs that have not arrived at a destination though a run was caught up. */
  readonly lost: string[];
  /** Ids that a stored checkpoint had left behind without their logs having arrived, seen right after a kill. */
  readonly skipped: string[];
  /** Ids that arrived though no tenant has such a log, or none since the destination was chosen. */
  readonly unknown: string[];
  /** Rows beyond the first of their log id. */
  repeats: number;
  /** Those between a kill and the one after the next process, at one destination. */
  mostRepeatsAfterKill: number;
  /** Logs at one destination that its stored checkpoint did not cover yet at a kill. */
  mostUnstored: number;
}

export const noFigures = (seed: number): KillFigures => ({
  seed,
  kills: 0,
  killsWithBoth: 0,
  hits: { 'before-run': 0, 'during-run': 0, 'after-run': 0 },
  killsWithPagesInFlight: 0,
  killsWithPostsInFlight: 0,
  mostPostsInFlight: 0,
  postFaults: 0,
  processes: 0,
  wholeRuns: 0,
  logs: 0,
  lost: [],
  skipped: [],
  unknown: [],
  repeats: 0,
  mostRepeatsAfterKill: 0,
  mostUnstored: 0,
});

/** Every promise that was broken, and every reason why the campaign has shown nothing; empty when all is well. */
export function problemsOf(figures: KillFigures): string[] {
  const { kills, hits, lost, skipped, unknown } = figures;
  const problems: string[] = [];
  const expect = (isKept: boolean, otherwise: string): void => {
    if (!isKept) problems.push(otherwise);
  };
  expect(lost.length === 0, `${lost.length} logs were lost, ${lost[0]} first`);
  expect(skipped.length === 0, `a checkpoint passed ${skipped.length} logs, ${skipped[0]} first`);
  expect(
    unknown.length === 0,
    `${unknown.length} logs arrived that nobody wanted, ${unknown[0]} first`,
  );
  expect(
    figures.mostRepeatsAfterKill <= MAX_REPEATS,
    `${figures.mostRepeatsAfterKill} logs came again after one kill, more than ${MAX_REPEATS}`,
  );
  expect(
    figures.mostUnstored <= MAX_REPEATS,
    `${figures.mostUnstored} logs had arrived unstored at one kill, more than ${MAX_REPEATS}`,
  );
  expect(
    hits['during-run'] * 3 >= kills,
    `only ${hits['during-run']} of ${kills} kills met a run under way`,
  );
  expect(
    figures.killsWithBoth * 4 >= kills,
    `only ${figures.killsWithBoth} of ${kills} kills met a process with both destinations`,
  );
  expect(
    figures.killsWithPostsInFlight > 0 && figures.repeats > 0,
    'no kill met a post under way and made its logs come again',
  );
  return problems;
}

const shown = (count: number): string => count.toLocaleString('en');

/** A line for each figure. */
export function describeFigures(figures: KillFigures): string {
  const { hits } = figures;
  const batches = (count: number): string => (count / BATCH_RECORDS).toFixed(1);
  const bound = `bound ${MAX_REPEATS} = ${MAX_UNSTORED_BATCHES} batches of ${BATCH_RECORDS}`;
  const rows: readonly (readonly [string, string])[] = [
    ['kills', shown(figures.kills)],
    ['  with both destinations', shown(figures.killsWithBoth)],
    ['  that met a run under way', shown(hits['during-run'])],
    ['  before it had taken the lease', shown(hits['before-run'])],
    ['  after its report was stored', shown(hits['after-run'])],
    ['  with pages under way', shown(figures.killsWithPagesInFlight)],
    [
      '  with posts under way',
      `${shown(figures.killsWithPostsInFlight)} (at most ${figures.mostPostsInFlight} at once)`,
    ],
    ['posts refused, dropped or held up', shown(figures.postFaults)],
    ['processes', shown(figures.processes)],
    ['runs that stored their report', shown(figures.wholeRuns)],
    ['logs', shown(figures.logs)],
    ['lost', shown(figures.lost.length)],
    ['passed by a checkpoint', shown(figures.skipped.length)],
    ['repeats in all', shown(figures.repeats)],
    [
      'most repeats after one kill',
      `${figures.mostRepeatsAfterKill} = ${batches(figures.mostRepeatsAfterKill)} batches (${bound})`,
    ],
    [
      'most arrived but unstored at a kill',
      `${figures.mostUnstored} = ${batches(figures.mostUnstored)} batches (${bound})`,
    ],
    ['seed', String(figures.seed)],
  ];
  return rows.map(([name, value]) => `  ${name.padEnd(38)}${value}`).join('\n');
}

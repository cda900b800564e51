/** How the export is, in one sentence, and what to do about it. */

import { obey } from '../../engine/requests.ts';
import { exportsOf, type State, tailOf } from '../../engine/state.ts';
import { DESTINATION_KINDS } from '../../engine/walls.ts';
import { timeOfLogId } from '../../source/log-id.ts';
import { countOf } from '../words/count.ts';
import { ageWords, durationWords } from '../words/duration.ts';
import { oneLine, sentences } from '../words/text.ts';
import { lastMoveMs } from './frontier.ts';
import { type Health, healthOf } from './health-after-run.ts';
import { healthAtEach } from './health-at-each.ts';
import { nextRunAtMs, type ScheduleFacts, silence } from './schedule.ts';
import { runUnderWay } from './under-way.ts';

export interface HealthFacts extends ScheduleFacts {
  /** What is wrong with the settings, each in a sentence. */
  readonly problems: readonly string[];
}

/** What says the most of the present comes first: what keeps runs from coming, the run under way, how the last one ended. */
export function health(state: State, facts: HealthFacts): Health {
  return (
    withWrongSettings(facts) ??
    whilePaused(state, facts) ??
    aheadOfTime(state, facts) ??
    duringRun(state, facts) ??
    withoutRuns(state, facts) ??
    sinceMove(state, facts) ??
    healthAtEach(state, facts, nextRunInMs(state, facts))
  );
}

function withWrongSettings({ problems }: HealthFacts): Health | undefined {
  const { length } = problems;
  if (length === 0) return undefined;
  return healthOf(
    'bad',
    `Misconfigured: nothing is exported until ${countOf(length, 'problem')} in the settings ${length === 1 ? 'is' : 'are'} put right.`,
    sentences(problems),
  );
}

function whilePaused(state: State, { nowMs }: HealthFacts): Health | undefined {
  // What administrators asked for during a run is done at its end.
  const { pausedAtMs } = obey(state);
  if (pausedAtMs === null) return undefined;
  const isRunning = runUnderWay(state, nowMs) !== undefined;
  if (isRunning && state.pausedAtMs === null) {
    return healthOf('busy', 'Pausing: the run that is under way ends first.');
  }
  const forMs = nowMs - pausedAtMs;
  const since = forMs > 0 ? ` for ${durationWords(forMs)}` : '';
  const what = isRunning
    ? 'a run that an administrator began is under way; no scheduled run comes'
    : 'nothing is exported';
  const by = state.actions.find(({ kind }) => kind === 'pause')?.by;
  return healthOf(
    isRunning ? 'busy' : 'warning',
    `Paused${since}${by === undefined ? '' : ` by ${oneLine(by, 100)}`}: ${what} until the export is resumed.`,
    'Auth0 keeps what waits meanwhile, but only for the log retention of the tenant, which is 1 to 30 days by plan. Resume the export before that.',
  );
}

function duringRun(state: State, { nowMs }: HealthFacts): Health | undefined {
  // Later ones change nothing of what the last one told, before they end.
  if (exportsOf(state).length > 0 || runUnderWay(state, nowMs) === undefined) return undefined;
  return healthOf('busy', 'The first run is under way.');
}

/** A clock may be so far ahead of Auth0's. */
const MAX_AHEAD_MS = 10 * 60_000;

function aheadOfTime(state: State, { nowMs }: HealthFacts): Health | undefined {
  const tails = DESTINATION_KINDS.map((kind) => timeOfLogId(tailOf(state, kind) ?? ''));
  const aheadMs = Math.max(...tails.map((atMs) => (atMs ?? nowMs) - nowMs));
  if (aheadMs <= MAX_AHEAD_MS) return undefined;
  return healthOf(
    'bad',
    `The checkpoint lies ${durationWords(aheadMs)} in the future: nothing is exported until then.`,
    'Move it back to where the export should go on.',
  );
}

function withoutRuns(state: State, facts: HealthFacts): Health | undefined {
  const { nowMs, intervalMs } = facts;
  const silent = silence(state, facts);
  const interval = durationWords(intervalMs);
  if (silent !== undefined) {
    const forWords = durationWords(nowMs - silent.sinceMs);
    const gap = silent.hasRun ? `for ${forWords}` : `yet, after ${forWords}`;
    return healthOf(
      'bad',
      `The scheduler is silent: no scheduled run ${gap}, though one should come every ${interval}.`,
      'Start a run by hand to export what waits, and see in the Auth0 dashboard whether the extension is installed and its schedule is on. Reinstalling is the last resort, because it deletes the checkpoint.',
    );
  }
  if (exportsOf(state).length > 0) return undefined;
  return healthOf('busy', `No run yet. The first one comes within ${interval}.`);
}

/** What the last run tells was true of another place in the logs. */
function sinceMove(state: State, facts: HealthFacts): Health | undefined {
  const movedAtMs = lastMoveMs(state);
  const [last] = exportsOf(state);
  if (movedAtMs === undefined || last === undefined || last.startedAtMs >= movedAtMs) {
    return undefined;
  }
  return healthOf(
    'busy',
    `The checkpoint was moved ${ageWords(movedAtMs, facts.nowMs)}; the next run goes on from there, in about ${durationWords(nextRunInMs(state, facts))}.`,
  );
}

function nextRunInMs(state: State, { nowMs, intervalMs }: HealthFacts): number {
  return (nextRunAtMs(state, nowMs, intervalMs) ?? nowMs + intervalMs) - nowMs;
}

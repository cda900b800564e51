/** How the export is between two runs, as far as the last one tells. */

import { exportsOf, type State } from '../../engine/state.ts';
import { isGapWarning } from '../../engine/warnings.ts';
import { isNote, problemsOf, type Run, warningsOf } from '../runs/run.ts';
import { countOf } from '../words/count.ts';
import { ageWords, durationWords } from '../words/duration.ts';
import { sentence, sentences } from '../words/text.ts';
import type { Tone } from '../words/tone.ts';
import { exportSpeed, lastFrontierMs, untilCaughtUpMs } from './frontier.ts';

export interface Health {
  readonly tone: Tone;
  /** How it is, in a sentence. */
  readonly headline: string;
  /** What a person can do, or should know, in sentences; empty when there is nothing. */
  readonly advice: string;
}

export function healthOf(tone: Tone, headline: string, advice = ''): Health {
  return { tone, headline, advice };
}

/** One or two are accidents that pass; the runs after them carry on. */
const LASTING_STOPS = 3;

export interface Moment {
  readonly nowMs: number;
  readonly intervalMs: number;
}

/** How it is when no run is under way and the scheduler is heard; `nextInMs` is when the next run is due. */
export function healthAfterRun(state: State, moment: Moment, nextInMs: number): Health {
  const runs = exportsOf(state);
  const [last] = runs;
  switch (last?.outcome) {
    case undefined:
      return healthOf('busy', 'No run yet.');
    case 'caught-up':
      return afterCaughtUp(state, last, moment.nowMs);
    case 'out-of-time':
      return whileBehind(state, moment, {
        gaining: 'Catching up',
        losing: 'Falling behind',
        advice: 'Raise MAX_RUN_SECONDS, or let the schedule run more often.',
      });
    case 'rate-limited':
      return whileBehind(state, moment, {
        gaining: 'Waiting for the rate limit',
        losing: 'Held back by the rate limit',
        // More time would be of no use.
        advice:
          'Use less of the allowance of the Management API elsewhere, get a larger one, or let the schedule run more often.',
      });
    case 'stopped':
      return afterStop(runs, last, nextInMs);
    case 'misconfigured':
      return healthOf(
        'bad',
        'Misconfigured: nothing is exported until this is put right.',
        sentences(problemsOf(last)) ||
          sentence(last.reason ?? 'Testing the connections shows what is wrong'),
      );
  }
}

function afterCaughtUp(state: State, last: Run, nowMs: number): Health {
  // Nothing from before its start was left, whereas logs come in while it runs.
  const age = ageWords(Math.min(last.startedAtMs, nowMs), nowMs);
  const flowing = `Logs are flowing: everything up to ${age === 'just now' ? 'now' : age} is in Azure`;
  const letters = state.deadLetters.length;
  if (letters > 0) {
    return healthOf(
      'warning',
      `${flowing}, except ${countOf(letters, 'dead letter')}.`,
      'Dead letters are records that Azure refused on their own. See why, then replay or discard them.',
    );
  }
  // A gap is told for longer than until the next run, and so elsewhere.
  const notes = warningsOf(last).filter((warning) => !isGapWarning(warning));
  const isWell = notes.every(isNote);
  return healthOf(isWell ? 'good' : 'warning', `${flowing}.`, sentences(notes));
}

interface BehindWords {
  readonly gaining: string;
  readonly losing: string;
  /** What helps to gain. */
  readonly advice: string;
}

function whileBehind(
  state: State,
  { nowMs, intervalMs }: Moment,
  { gaining, losing, advice }: BehindWords,
): Health {
  const frontierMs = lastFrontierMs(state);
  if (frontierMs === undefined) {
    return healthOf('busy', `${gaining}: how far behind is not known yet.`);
  }
  const behindMs = nowMs - frontierMs;
  const behind = `about ${durationWords(behindMs)} behind`;
  const speed = exportSpeed(state, intervalMs);
  if (speed === undefined) {
    return healthOf('busy', `${gaining}: ${behind}; the next runs show how long it takes.`);
  }
  const leftMs = untilCaughtUpMs(behindMs, speed);
  return leftMs === undefined
    ? healthOf('warning', `${losing}: ${behind}, and at this speed it does not get less.`, advice)
    : healthOf(
        'busy',
        `${gaining}: ${behind}; at this speed done in about ${durationWords(leftMs)}.`,
      );
}

function afterStop(runs: readonly Run[], { reason }: Run, nextInMs: number): Health {
  const others = runs.findIndex(({ outcome }) => outcome !== 'stopped');
  const stops = others === -1 ? runs.length : others;
  const isLasting = stops >= LASTING_STOPS;
  return healthOf(
    isLasting ? 'bad' : 'warning',
    sentence(`Stopped: ${reason ?? 'the last run could not go on'}`),
    isLasting
      ? `The last ${countOf(stops, 'run')} stopped. Each next one tries again and skips no log, but Auth0 keeps logs for 1 to 30 days only. Put right what the reason names; testing the connections shows what works.`
      : `Nothing is lost: the next run goes on where this one ended, in about ${durationWords(nextInMs)}.`,
  );
}

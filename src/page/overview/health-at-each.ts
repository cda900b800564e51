/** How the export is between two runs, when it has several destinations that do not fare alike. */

import { exportsOf, type State } from '../../engine/state.ts';
import type { DestinationKind } from '../../engine/walls.ts';
import { isFailed } from '../runs/run.ts';
import { runAt, stateAt } from '../runs/run-at.ts';
import { destinationName } from '../words/destination-name.ts';
import { lowerFirst } from '../words/text.ts';
import type { Tone } from '../words/tone.ts';
import { type Health, healthAfterRun, healthOf, type Moment } from './health-after-run.ts';

const WORST_FIRST: readonly Tone[] = ['bad', 'warning', 'busy', 'good'];

/** In one sentence when the destinations fare alike, else in one for each, the worst first. */
export function healthAtEach(state: State, moment: Moment, nextInMs: number): Health {
  const [last] = exportsOf(state);
  const each = (last?.deliveries ?? []).map(({ destination }) => ({
    destination,
    health: healthAfterRun(stateAt(state, destination), moment, nextInMs),
  }));
  const [worst, ...others] = each.sort(
    (a, b) => WORST_FIRST.indexOf(a.health.tone) - WORST_FIRST.indexOf(b.health.tone),
  );
  const headline = worst?.health.headline;
  if (
    last === undefined ||
    worst === undefined ||
    others.every(({ health }) => health.headline === headline)
  ) {
    return healthAfterRun(state, moment, nextInMs);
  }
  const rest = others.map(({ destination, health }) => {
    const run = runAt(last, destination);
    return run === undefined || isFailed(run)
      ? named(destination, health)
      : goingOn(destination, health);
  });
  return healthOf(
    worst.health.tone,
    [named(worst.destination, worst.health), ...rest].join(' '),
    [...new Set(each.map(({ health }) => health.advice))].join(' ').trim(),
  );
}

function named(destination: DestinationKind, { headline }: Health): string {
  return `${destinationName(destination)} – ${lowerFirst(headline)}`;
}

function goingOn(destination: DestinationKind, { tone, headline }: Health): string {
  const how = tone === 'good' ? '.' : ` – ${lowerFirst(headline)}`;
  return `The ${destinationName(destination)} goes on${how}`;
}

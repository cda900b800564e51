/** The figures of the overview. */

import type { Child } from '#html/jsx-runtime';
import { Outcome } from '../layout/outcome.tsx';
import { Time } from '../layout/time.tsx';
import { lagOf } from '../runs/run.ts';
import { StartLink } from '../runs/run-link.tsx';
import { countOf, countText } from '../words/count.ts';
import { destinationName } from '../words/destination-name.ts';
import { ageWords, durationFigures, durationWords } from '../words/duration.ts';
import type { OverviewPageProps } from './overview-page.tsx';

type Tile = readonly [name: string, value: string, note: Child];

export function Tiles({ frame, state, nowMs, figures, destinations, place }: OverviewPageProps) {
  const { lastRun, nextRunAtMs, lastDay, frontierMs } = figures;
  const { prefix } = frame;
  // What a run saw at its end is old once no run follows it, or the last one failed.
  const isOld = figures.speed === 0 || lastRun?.outcome !== 'caught-up';
  const sinceMs = frontierMs === undefined ? undefined : nowMs - frontierMs;
  const lag = isOld ? sinceMs : lastRun && lagOf(lastRun);
  const letters = state.deadLetters.length;
  const tiles: readonly Tile[] = [
    ['Lag', durationFigures(lag), lagNote(lag)],
    lastRun === undefined
      ? ['Last run', 'none yet', '']
      : [
          'Last run',
          ageWords(lastRun.startedAtMs, nowMs),
          <>
            <StartLink prefix={prefix} run={lastRun} /> <Outcome run={lastRun} />
          </>,
        ],
    nextRunAtMs === undefined
      ? ['Next run', '–', state.pausedAtMs === null ? 'not known yet' : 'paused']
      : [
          'Next run',
          nextRunAtMs - nowMs < 1_000 ? 'due now' : `in ${durationWords(nextRunAtMs - nowMs)}`,
          <>
            <Time atMs={nextRunAtMs} />, every {durationWords(figures.intervalMs)}
          </>,
        ],
    [
      lastDay.isComplete ? 'Logs in 24 hours' : 'Logs so far',
      countText(lastDay.logs),
      `in ${countOf(lastDay.runs, 'run')}`,
    ],
    [
      'Dead letters',
      countText(letters),
      letters === 0 ? 'none wait' : <a href={`${prefix}/dead-letters`}>look at them</a>,
    ],
    ['Destination', place ?? '–', destinations.map(destinationName).join(', ')],
  ];
  return (
    <dl class="tiles">
      {tiles.map(([name, value, note]) => (
        <div class="tile">
          <dt>{name}</dt>
          <dd>{value}</dd>
          <dd>{note}</dd>
        </div>
      ))}
    </dl>
  );
}

function lagNote(lag: number | undefined): string {
  if (lag === undefined) return 'not known yet';
  return lag === 0 ? 'nothing was left to export' : 'since the last exported log';
}

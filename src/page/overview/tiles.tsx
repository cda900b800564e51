/** The figures of the overview. */

import type { Child } from '#html/jsx-runtime';
import { Outcome } from '../layout/outcome.tsx';
import { Time } from '../layout/time.tsx';
import { StartLink } from '../runs/run-link.tsx';
import { countOf, countText } from '../words/count.ts';
import { destinationName } from '../words/destination-name.ts';
import { ageWords, durationFigures, durationWords } from '../words/duration.ts';
import { presentLagMs } from './estimates.ts';
import type { OverviewPageProps, ShownDestination } from './overview-page.tsx';

type Tile = readonly [name: string, value: string, note: Child];

export function Tiles({ frame, state, nowMs, figures, destinations }: OverviewPageProps) {
  const { lastRun, nextRunAtMs, lastDay } = figures;
  const { prefix } = frame;
  const lag = presentLagMs(figures, nowMs);
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
    // Several have a table of their own.
    ...(destinations.length > 1 ? [] : destinations.map(destinationTile)),
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

function destinationTile({ kind, place }: ShownDestination): Tile {
  return ['Destination', place, destinationName(kind)];
}

function lagNote(lag: number | undefined): string {
  if (lag === undefined) return 'not known yet';
  return lag === 0 ? 'nothing was left to export' : 'since the last exported log';
}

/** How each of several destinations fares. */

import { Outcome } from '../layout/outcome.tsx';
import { Time } from '../layout/time.tsx';
import { type Column, ItemTable } from '../layout/wide-table.tsx';
import { stateAt } from '../runs/run-at.ts';
import { countText } from '../words/count.ts';
import { destinationName } from '../words/destination-name.ts';
import { durationFigures } from '../words/duration.ts';
import { type Estimates, estimates, presentLagMs } from './estimates.ts';
import type { OverviewPageProps, ShownDestination } from './overview-page.tsx';

interface Faring extends ShownDestination {
  readonly figures: Estimates;
  readonly lagMs: number | undefined;
  readonly letters: number;
}

const COLUMNS: readonly Column<Faring>[] = [
  ['Destination', (faring) => <NameAndEnding faring={faring} />],
  ['Lag', ({ lagMs }) => durationFigures(lagMs), 'number'],
  [
    'Newest exported log',
    ({ figures }) => <Time atMs={figures.lastRun?.lastExportedAtMs} />,
    'optional',
  ],
  ['Dead letters', ({ letters }) => countText(letters), 'number'],
];

function NameAndEnding({ faring }: { readonly faring: Faring }) {
  const { kind, place, figures } = faring;
  const { lastRun } = figures;
  return (
    <>
      <strong>{destinationName(kind)}</strong> {lastRun && <Outcome run={lastRun} />}
      <div class="faint">{place}</div>
      <div class="hint optional">{lastRun?.reason}</div>
    </>
  );
}

export function DestinationsTable({ destinations, state, nowMs }: OverviewPageProps) {
  const items = destinations.map((destination) => {
    const own = stateAt(state, destination.kind);
    const figures = estimates(own, nowMs);
    const lagMs = presentLagMs(figures, nowMs);
    return { ...destination, figures, lagMs, letters: own.deadLetters.length };
  });
  return <ItemTable label="Destinations" columns={COLUMNS} items={items} />;
}

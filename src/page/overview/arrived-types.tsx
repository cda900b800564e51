/** Which types of logs arrived, with a bar for the share of each. */

import type { State } from '../../engine/state.ts';
import { Time } from '../layout/time.tsx';
import { type Column, ItemTable } from '../layout/wide-table.tsx';
import { countOf, countText, percentText } from '../words/count.ts';
import { oneLine } from '../words/text.ts';
import { type ArrivedType, arrivedTypes } from './arrived.ts';

const BAR_WIDTH = 160;

export function ArrivedTypes({ state }: { readonly state: State }) {
  const { types, total, sinceMs } = arrivedTypes(state);
  if (total === 0) return null;
  const columns: readonly Column<ArrivedType>[] = [
    [
      'Type',
      ({ name, code }) => (
        <>
          {oneLine(name, 80)} <span class="faint">{code && oneLine(code, 40)}</span>
        </>
      ),
    ],
    ['Category', ({ category }) => category ?? '–', 'optional'],
    ['Logs', ({ count }) => countText(count), 'number'],
    ['Share', ({ count }) => <ShareBar share={count / total} />],
  ];
  return (
    <section>
      <h2>What arrived</h2>
      <p class="faint">
        {countOf(total, 'log')} in the runs since <Time atMs={sinceMs} />.
      </p>
      <ItemTable label="What arrived" columns={columns} items={types} />
    </section>
  );
}

function ShareBar({ share }: { readonly share: number }) {
  return (
    <span class="row-share">
      <span>{percentText(share)}</span>
      <svg class="share" viewBox={`0 0 ${BAR_WIDTH} 10`} aria-hidden="true">
        <rect width={Math.max(1, Math.round(share * BAR_WIDTH))} height="10" rx="3" />
      </svg>
    </span>
  );
}

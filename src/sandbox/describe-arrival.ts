/** What has arrived of the tenant's logs, in plain words. */

import type { Comparison } from './spawn-sandbox.ts';

export const shown = (count: number): string => count.toLocaleString('en');

const orNothing = (words: string, count: number): string =>
  count === 0 ? '' : `${words}${shown(count)}`;

/** As in: "all 12,000 arrived, each once". */
export function describeArrival({ logCount, missing, unexpected, duplicates }: Comparison): string {
  const arrived = logCount - missing.length;
  const share =
    missing.length === 0 ? `all ${shown(logCount)}` : `${shown(arrived)} of ${shown(logCount)}`;
  const repeats =
    duplicates === 0 && arrived > 0 ? ', each once' : orNothing(', repeated rows: ', duplicates);
  const rest = orNothing('; still to come: ', missing.length);
  return `${share} arrived${repeats}${rest}${orNothing('; not of this tenant: ', unexpected.length)}`;
}

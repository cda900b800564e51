/** One page of the list of what happened, as an address asks for it. */

import type { State } from '../../engine/state.ts';
import { ENTRY_FILTERS, type Entry, type EntryFilter, entriesOf, foldIdle } from './entries.ts';

export const ENTRIES_PER_PAGE = 50;

const FILTERS: readonly (readonly [filter: EntryFilter, title: string])[] = [
  ['all', 'All'],
  ['failed', 'Failed or with warnings'],
  ['with-logs', 'With logs'],
  ['actions', 'Actions'],
];

export interface ListPage {
  readonly filter: EntryFilter;
  /** All filters, and how many runs and actions each lets through, none folded. */
  readonly filters: readonly {
    readonly name: EntryFilter;
    readonly title: string;
    readonly count: number;
  }[];
  readonly entries: readonly Entry[];
  /** From 1. */
  readonly page: number;
  /** At least 1. */
  readonly pages: number;
  /** The number of the first entry of this page among all of the filter, from 1; 0 when there is none. */
  readonly first: number;
  readonly last: number;
  /** How many entries the filter lets through, idle runs in a row counted as one. */
  readonly total: number;
}

/** The page of the list that `filter` and `page`, both as they stand in an address, ask for. */
export function listPage(
  state: State,
  asked: { readonly filter?: string | undefined; readonly page?: string | undefined },
): ListPage {
  const all = entriesOf(state);
  const filter = parseFilter(asked.filter);
  const entries = foldIdle(all.filter(ENTRY_FILTERS[filter]));
  const total = entries.length;
  const pages = Math.max(1, Math.ceil(total / ENTRIES_PER_PAGE));
  const page = Math.min(pages, parsePage(asked.page));
  const from = (page - 1) * ENTRIES_PER_PAGE;
  const last = Math.min(total, from + ENTRIES_PER_PAGE);
  return {
    filter,
    filters: FILTERS.map(([name, title]) => ({
      name,
      title,
      count: all.filter(ENTRY_FILTERS[name]).length,
    })),
    entries: entries.slice(from, last),
    page,
    pages,
    first: Math.min(total, from + 1),
    last,
    total,
  };
}

/** The filter that a text names; all entries for any other. */
export function parseFilter(text: string | undefined): EntryFilter {
  return FILTERS.find(([filter]) => filter === text)?.[0] ?? 'all';
}

/** The number of a page in a text; the first for anything that is none. */
export function parsePage(text = ''): number {
  return /^[1-9]\d{0,8}$/.test(text) ? Number(text) : 1;
}

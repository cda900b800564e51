/** `GET /api/v2/logs?q=…&page=…`: the logs that a search finds, by date, a thousand at most. */

import { type Answer, type Call, jsonAnswer } from '../http/answer.ts';
import { pageAnswer, range, wholeNumber } from './checkpoint-pages.ts';
import type { LogStore } from './log-store.ts';
import { refusal } from './refusals.ts';
import { readQuery } from './search-query.ts';

export interface SearchScope {
  readonly logs: LogStore;
  readonly first: number;
  /** Logs taken in after this moment are not in the index yet. */
  readonly indexedUntilMs: number;
}

const DEFAULT_PER_PAGE = 50;
const MAX_PER_PAGE = 100;
const MAX_RESULTS = 1000;
const MAX_QUERY_LENGTH = 4000;

const TOO_DEEP =
  'A search gives a maximum of 1000 records. Use the from parameter with a log id as a checkpoint to go on.';

type Direction = 1 | -1;

function readSort(text: string | null): Direction | undefined {
  if (text === null || text === 'date:-1') return -1;
  return text === 'date:1' ? 1 : undefined;
}

export function searchPage(call: Call, { logs, first, indexedUntilMs }: SearchScope): Answer {
  const { query } = call;
  const text = query.get('q') ?? query.get('search') ?? '';
  if (text.length > MAX_QUERY_LENGTH) return refusal(414, 'The query is too long');
  const direction = readSort(query.get('sort'));
  if (direction === undefined) return refusal(400, 'The sandbox sorts by date:1 and date:-1 only');
  const isPaged = query.has('per_page');
  const perPage = wholeNumber(query.get('per_page'), DEFAULT_PER_PAGE, MAX_PER_PAGE);
  const page = isPaged ? wholeNumber(query.get('page'), 0, 1_000_000) : 0;
  if (perPage === undefined || page === undefined) {
    return refusal(400, `per_page is at most ${MAX_PER_PAGE}, page a whole number`);
  }
  if ((page + 1) * perPage > MAX_RESULTS) return refusal(400, TOO_DEEP);
  const isFound = readQuery(text);
  if (isFound === undefined) return refusal(400, `The sandbox cannot read the query ${text}`);

  const found = range(first, logs.count)
    .filter((position) => logs.at(position).takenInMs <= indexedUntilMs && isFound(logs, position))
    .sort((left, right) => (logs.at(left).dateMs - logs.at(right).dateMs) * direction);
  const shown = found.slice(page * perPage, (page + 1) * perPage);
  if (query.get('include_totals') !== 'true') return pageAnswer(logs.arrayOf(shown), {});
  return jsonAnswer(200, {
    start: page * perPage,
    limit: perPage,
    length: shown.length,
    total: shown.length,
    logs: shown.map((position) => logs.logAt(position)),
  });
}

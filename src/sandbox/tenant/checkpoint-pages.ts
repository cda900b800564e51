/** `GET /api/v2/logs?from=…&take=…`: the logs after an id, in id order. */

import type { Answer, Call } from '../http/answer.ts';
import { isPosition } from './log-id.ts';
import type { LogStore } from './log-store.ts';
import { refusal } from './refusals.ts';
import type { ExpiredFromAnswer } from './tenant-settings.ts';

export interface PageScope {
  readonly logs: LogStore;
  /** The place of the oldest log that is still kept. */
  readonly first: number;
  /** Every id before it is older than the retention. */
  readonly firstKeptId: string;
  readonly url: string;
  readonly maxPageLogs: number;
  readonly omitsLink: boolean;
  readonly refusesSyntheticIds: boolean;
  readonly expiredFromAnswer: ExpiredFromAnswer;
  readonly onServed: (count: number) => void;
}

const DEFAULT_TAKE = 50;
const MAX_TAKE = 100;

const UNKNOWN_FROM = 'The log id given as from was not found';

/** A whole number of at most `most`, the default when absent, or `undefined` when it is neither. */
export function wholeNumber(
  text: string | null,
  fallback: number,
  most: number,
): number | undefined {
  if (text === null) return fallback;
  if (!/^\d{1,9}$/.test(text)) return undefined;
  const number = Number(text);
  return number <= most ? number : undefined;
}

export const range = (start: number, end: number): number[] =>
  Array.from({ length: Math.max(0, end - start) }, (_, offset) => start + offset);

export const pageAnswer = (body: Buffer, headers: Readonly<Record<string, string>>): Answer => ({
  status: 200,
  headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  body,
});

export function checkpointPage(call: Call, scope: PageScope): Answer {
  const { logs } = scope;
  const take = wholeNumber(call.query.get('take'), DEFAULT_TAKE, MAX_TAKE);
  if (take === undefined || take === 0)
    return refusal(400, `take is a number from 1 to ${MAX_TAKE}`);
  const from = call.query.get('from');
  if (from !== null && !logs.has(from) && (scope.refusesSyntheticIds || !isPosition(from))) {
    return refusal(400, UNKNOWN_FROM);
  }
  const expiredAnswer =
    from !== null && from < scope.firstKeptId ? scope.expiredFromAnswer : 'jump';
  if (expiredAnswer === '400') return refusal(400, UNKNOWN_FROM);
  if (expiredAnswer === '404') return refusal(404, UNKNOWN_FROM);
  const start = Math.max(scope.first, from === null ? 0 : logs.positionAfter(from));
  const mostLogs = expiredAnswer === 'empty' ? 0 : Math.min(take, scope.maxPageLogs);
  const end = Math.min(logs.count, start + mostLogs);
  const isEmpty = end <= start;
  scope.onServed(Math.max(0, end - start));
  const next = isEmpty
    ? `${scope.url}${call.target}`
    : `${scope.url}${call.path}?from=${logs.at(end - 1).logId}&take=${take}`;
  return pageAnswer(
    logs.arrayOf(range(start, end)),
    scope.omitsLink ? {} : { link: `<${next}>; rel="next"` },
  );
}

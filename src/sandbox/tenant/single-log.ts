/** `GET /api/v2/logs/{id}`: one log, while it is kept. */

import type { Answer, Call } from '../http/answer.ts';
import { pageAnswer } from './checkpoint-pages.ts';
import type { LogStore } from './log-store.ts';
import { refusal } from './refusals.ts';

const PATH = /^\/api\/v2\/logs\/([^/]+)$/;

export const isSingleLog = (path: string): boolean => PATH.test(path);

/** The id in a path, or `undefined` when its percent signs cannot be read. */
function idIn(path: string): string | undefined {
  try {
    return decodeURIComponent(PATH.exec(path)?.[1] ?? '');
  } catch {
    return undefined;
  }
}

export interface SingleLogScope {
  readonly logs: LogStore;
  /** The place of the oldest log that is still kept. */
  readonly first: number;
}

export function singleLog({ path }: Call, { logs, first }: SingleLogScope): Answer {
  const logId = idIn(path);
  if (logId === undefined) return refusal(400, 'The path cannot be decoded');
  const position = logs.positionAfter(logId) - 1;
  const isKept = position >= first && logs.has(logId);
  return isKept ? pageAnswer(logs.textAt(position), {}) : refusal(404, 'The log was not found');
}

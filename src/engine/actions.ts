/** What administrators did, kept in the history with who did it. */

import type { AdministratorRequest } from './requests.ts';
import { MAX_DETAIL_LENGTH } from './short-texts.ts';
import { type State, tailOf } from './state.ts';

/** What only leaves a note. */
export const NOTED_KINDS = ['test', 'view', 'install', 'update'] as const;

export const ACTION_KINDS = ['pause', 'resume', 'move', 'discard', ...NOTED_KINDS] as const;

export type ActionKind = (typeof ACTION_KINDS)[number];

export interface Action {
  readonly kind: ActionKind;
  readonly atMs: number;
  /** As a person is named on the page: an e-mail address, or what stands for one. */
  readonly by: string;
  /** What exactly was done, in a sentence; empty when the kind says all. */
  readonly detail: string;
}

/** What a request did that turned the state `before` it into the one `after` it. */
export function actionOf(request: AdministratorRequest, before: State, after: State): Action {
  const { by, atMs } = request;
  const kind = request.kind === 'note' ? request.action : request.kind;
  const detail = detailOf(request, before, after).slice(0, MAX_DETAIL_LENGTH);
  return { kind, atMs, by, detail };
}

function detailOf(request: AdministratorRequest, before: State, after: State): string {
  switch (request.kind) {
    case 'pause':
    case 'resume':
      return '';
    case 'move': {
      const { destination } = request;
      const from = tailOf(before, destination);
      const left = from === undefined ? 'which had no place yet' : `from ${shortId(from)}`;
      return `${destination}, ${left}, to ${shortId(request.after)}`;
    }
    case 'discard':
      return discarded(before, after);
    case 'note':
      return request.detail;
  }
}

/** More are only counted. */
const MAX_NAMED_LETTERS = 3;

/** Those that were there, whatever was named. */
function discarded(before: State, after: State): string {
  const kept = new Set(after.deadLetters);
  const removed = before.deadLetters.filter((letter) => !kept.has(letter));
  const count = `${removed.length} ${removed.length === 1 ? 'dead letter' : 'dead letters'}`;
  if (removed.length === 0 || removed.length > MAX_NAMED_LETTERS) return count;
  return `${count}: ${removed.map(({ logId }) => shortId(logId)).join(', ')}`;
}

/** Three of these fit a sentence; Auth0's have 56 digits. */
const MAX_ID_LENGTH = 60;

function shortId(id: string): string {
  return id.length <= MAX_ID_LENGTH ? id : `${id.slice(0, MAX_ID_LENGTH - 3)}...`;
}

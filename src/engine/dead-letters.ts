/** The records that a destination refused on their own: kept in the state until somebody acts. */

import { shortAscii } from './short-texts.ts';
import type { State } from './state.ts';
import type { DestinationKind, EncodedRecord, Vault } from './walls.ts';

/** A record that a destination refused on its own. Its id is never given up, its content may be. */
export interface DeadLetter {
  readonly logId: string;
  /** The type code of the log. */
  readonly logType: string;
  readonly destination: DestinationKind;
  /** What the destination said, in a sentence. */
  readonly reason: string;
  readonly refusedAtMs: number;
  /** The record as it was sent, locked; without it a replay reads the log anew from Auth0. */
  readonly content?: string;
}

/**
 * So many ids fit the budget of the section; even if they were four times as long as Auth0's, they
 * would fit the document. Once they are there the export stops, because another would be lost.
 */
export const MAX_DEAD_LETTERS = 500;

/** What one destination left behind takes no room from the share that another has; so many still fit. */
const MOST_DEAD_LETTERS_OF_ALL = 750;

/**
 * How many more dead letters of a destination the state can hold. Each of several destinations has
 * its share: what one refuses, or has refused before the other was there, must not stop the other.
 */
export function deadLetterRoom(
  { deadLetters }: State,
  kind: DestinationKind,
  destinations: number,
): number {
  const own = deadLetters.filter(({ destination }) => destination === kind).length;
  const share = Math.floor(MAX_DEAD_LETTERS / destinations) - own;
  return Math.max(0, Math.min(share, MOST_DEAD_LETTERS_OF_ALL - deadLetters.length));
}

/** A longer content is not kept at all: it would drive out those of many others. */
const MAX_CONTENT_LENGTH = 30_000;

/** With these lengths 500 entries without content fit the budget of the section. */
export const MAX_TYPE_LENGTH = 40;
const MAX_REASON_LENGTH = 80;

/** Makes the entry for a refused record. */
export function deadLetterOf(
  record: EncodedRecord,
  destination: DestinationKind,
  reason: string,
  refusedAtMs: number,
  vault: Vault,
): DeadLetter {
  const content = vault.lock(record.bytes);
  return {
    logId: record.logId,
    logType: shortAscii(record.logType, MAX_TYPE_LENGTH),
    destination,
    reason: shortReason(reason),
    refusedAtMs,
    ...(content.length <= MAX_CONTENT_LENGTH ? { content } : {}),
  };
}

/** As much of a reason as an entry of a list has room for. */
export function shortReason(reason: string): string {
  return shortAscii(reason, MAX_REASON_LENGTH);
}

/** The state with dead letters added; one that is there already is replaced. */
export function withDeadLetters(state: State, added: readonly DeadLetter[]): State {
  if (added.length === 0) return state;
  const others = state.deadLetters.filter(
    (letter) => !added.some((newer) => isSameLetter(letter, newer)),
  );
  return { ...state, deadLetters: [...others, ...added] };
}

/** The state without some dead letters, because they were delivered or given up. */
export function withoutDeadLetters(state: State, removed: readonly DeadLetterName[]): State {
  if (removed.length === 0) return state;
  const deadLetters = state.deadLetters.filter(
    (letter) => !removed.some((name) => isSameLetter(letter, name)),
  );
  return { ...state, deadLetters };
}

/** What tells one dead letter from another: a log may be refused by one destination and not by the other. */
export type DeadLetterName = Pick<DeadLetter, 'logId' | 'destination'>;

export function isSameLetter(one: DeadLetterName, other: DeadLetterName): boolean {
  return one.logId === other.logId && one.destination === other.destination;
}

/** What a person may see of a dead letter. */
export interface ListedDeadLetter extends Omit<DeadLetter, 'content'> {
  /** Whether the record itself is kept; otherwise a replay depends on Auth0 still having the log. */
  readonly hasContent: boolean;
}

/** The dead letters that wait to be replayed or discarded, the newest first. */
export function listDeadLetters(state: State): readonly ListedDeadLetter[] {
  return state.deadLetters
    .map(({ content, ...letter }) => ({ ...letter, hasContent: content !== undefined }))
    .reverse();
}

/** A destination as a campaign has it: what it ever got, what it refuses, and what is wrong with it for a while. */

import type { DestinationKind } from '../../src/engine/walls.ts';
import type { HttpAnswer, HttpRequest } from '../../src/http/http-client.ts';
import type { Chance } from './chance.ts';
import type { Trouble } from './troubles.ts';

export interface Receiver {
  readonly kind: DestinationKind;
  /** Ids of the logs that it ever got, whether anybody was told or not. */
  readonly received: Set<string>;
  /** Of these, what it got since the export to it was last moved back before it. */
  readonly receivedSinceMove: Set<string>;
  /** When it last got something. */
  lastTakenAtMs: number;
  /** Ids of the logs that it was sent alone and did not take. */
  readonly refusedAlone: Set<string>;
  /** Ids of logs that it refuses. */
  readonly poison: Set<string>;
  /** What is wrong with it until that is put right; `undefined` when nothing is. */
  trouble: Trouble | undefined;
  /** Those that it may have. */
  readonly troubles: readonly [Trouble, ...Trouble[]];
  /** Whether a request goes to it, or to who signs in for it. */
  isFor(host: string): boolean;
  /** What a request carries; `undefined` when it is to carry no logs. */
  read(request: HttpRequest): Cargo | undefined;
  /** Answers as Azure does when nothing is wrong. */
  answer(request: HttpRequest, cargo: Cargo | undefined): HttpAnswer;
  /** An answer in the place of a right one; nothing was stored. */
  spoiltAnswer(cargo: Cargo | undefined, chance: Chance): HttpAnswer;
}

/** What came in the body of a request. */
export interface Cargo {
  /** Of the logs. */
  readonly ids: readonly string[];
  /** Unpacked. */
  readonly byteCount: number;
}

/** What every destination begins with. */
export function freshReceiver(
  kind: DestinationKind,
): Pick<
  Receiver,
  | 'kind'
  | 'received'
  | 'receivedSinceMove'
  | 'lastTakenAtMs'
  | 'refusedAlone'
  | 'poison'
  | 'trouble'
> {
  return {
    kind,
    received: new Set(),
    receivedSinceMove: new Set(),
    lastTakenAtMs: 0,
    refusedAlone: new Set(),
    poison: new Set(),
    trouble: undefined,
  };
}

/** Notes what came, for good. */
export function take(receiver: Receiver, ids: readonly string[], nowMs: number): void {
  receiver.lastTakenAtMs = nowMs;
  for (const id of ids) {
    receiver.received.add(id);
    receiver.receivedSinceMove.add(id);
  }
}

/** Notes what an answer refused, if it was one record. */
export function noteRefusal(
  receiver: Receiver,
  cargo: Cargo | undefined,
  { statusCode }: HttpAnswer,
): void {
  const [id, second] = cargo?.ids ?? [];
  const isRefused = statusCode === 400 || statusCode === 413;
  if (isRefused && id !== undefined && second === undefined) receiver.refusedAlone.add(id);
}

/** What the bytes of a body are. */
export function cargoIn(body: Buffer): Cargo {
  const rows = JSON.parse(body.toString()) as { readonly log_id: string }[];
  return { ids: rows.map((row) => row.log_id), byteCount: body.length };
}

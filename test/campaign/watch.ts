/** Watches every write of the state: what a checkpoint may pass, and what may leave the dead letters. */

import type { State } from '../../src/engine/state.ts';
import { DESTINATION_KINDS, type DestinationKind } from '../../src/engine/walls.ts';
import { keptIn, nameOf } from './letters.ts';
import type { Receiver } from './receiver.ts';
import { openedIn, placeIn } from './storage.ts';
import type { CampaignTenant, TenantLog } from './tenant.ts';

/** One write that took effect. */
export interface Change {
  readonly before: State;
  readonly after: State;
}

export interface Watch {
  /** Looks at a write; promises that it breaks are noted, because nobody could be told here. */
  see(change: Change): void;
  expect(isKept: boolean, otherwise: string): void;
  readonly broken: readonly string[];
  /** Notes that an administrator asks for a checkpoint to be moved. */
  noteAskedMove(kind: DestinationKind, after: string): void;
  /** How often an administrator has moved the checkpoint of a destination. */
  moves(kind: DestinationKind): number;
  /** Whether a destination has to get a log: it was still there, behind the place where its export began. */
  isPromised(kind: DestinationKind, log: TenantLog): boolean;
}

export function createWatch(
  tenant: CampaignTenant,
  receivers: readonly Receiver[],
  /** Names of dead letters that an administrator gave up. */
  discarded: ReadonlySet<string>,
): Watch {
  const broken: string[] = [];
  const moves = new Map<DestinationKind, number>();
  const askedMoves = new Map<DestinationKind, Set<string>>();
  /** Where the export to each destination began. */
  const begins = new Map<DestinationKind, string>();
  /** Of each destination, the oldest log that was still there then: nothing else is promised. */
  const firstPromised = new Map<DestinationKind, string>();

  function expect(isKept: boolean, otherwise: string): void {
    if (!isKept) broken.push(otherwise);
  }

  function receiverOf(kind: DestinationKind): Receiver | undefined {
    return receivers.find((receiver) => receiver.kind === kind);
  }

  function oldestRetained(): string {
    const oldest = tenant.logs.find((log) => tenant.isRetained(log))?.log_id;
    return oldest ?? `${tenant.logs.at(-1)?.log_id ?? ''}0`;
  }

  /** A new destination begins where the other stands; the first one of all at the beginning. */
  function seeBeginning(kind: DestinationKind, to: string, { before, after }: Change): void {
    begins.set(kind, to);
    firstPromised.set(kind, oldestRetained());
    const [other] = openedIn(before);
    if (other === undefined) {
      seeProgress(kind, '', to, after);
    } else {
      const stands = placeIn(after, other);
      expect(to === stands, `${kind} began at ${to}, but ${other} stands at ${stands}`);
    }
  }

  function seeMove(kind: DestinationKind, to: string): void {
    moves.set(kind, (moves.get(kind) ?? 0) + 1);
    if (to < (begins.get(kind) ?? to)) {
      begins.set(kind, to);
      const [first, oldest] = [firstPromised.get(kind), oldestRetained()];
      if (first === undefined || oldest < first) firstPromised.set(kind, oldest);
    }
    // What lies behind the new place has to come again.
    const since = receiverOf(kind)?.receivedSinceMove ?? new Set();
    for (const id of since) if (id > to) since.delete(id);
  }

  function seeProgress(kind: DestinationKind, from: string, to: string, after: State): void {
    if (from === to) return;
    expect(to >= from, `${kind}: the checkpoint moved back from ${from} to ${to}`);
    const kept = keptIn(after);
    const came = receiverOf(kind)?.receivedSinceMove ?? new Set();
    for (const log of tenant.logs) {
      const { log_id: id } = log;
      if (id <= from || id > to) continue;
      const name = nameOf({ destination: kind, logId: id });
      const isSafe = came.has(id) || kept.has(name) || discarded.has(name);
      expect(isSafe || !tenant.isRetained(log), `${kind}: ${to} lies beyond the lost log ${id}`);
    }
  }

  function seePlace(kind: DestinationKind, change: Change): void {
    const { before, after } = change;
    const [from, to] = [placeIn(before, kind), placeIn(after, kind)];
    const isAsked = askedMoves.get(kind)?.has(to) === true;
    if (from !== '' && to === '') expect(false, `${kind} lost its place ${from}`);
    else if (from === '' && to !== '') seeBeginning(kind, to, change);
    else if (after.moves > before.moves && isAsked) seeMove(kind, to);
    else seeProgress(kind, from, to, after);
  }

  function seeLetters({ before, after }: Change): void {
    const [earlier, kept] = [keptIn(before), keptIn(after)];
    for (const { destination, logId } of before.deadLetters) {
      const name = nameOf({ destination, logId });
      const hasCome = receiverOf(destination)?.received.has(logId) === true;
      expect(kept.has(name) || hasCome || discarded.has(name), `the dead letter ${name} was lost`);
    }
    for (const { destination, logId } of after.deadLetters) {
      const name = nameOf({ destination, logId });
      const isRefused = receiverOf(destination)?.refusedAlone.has(logId) === true;
      expect(earlier.has(name) || isRefused, `the dead letter ${name} was never refused`);
    }
  }

  return {
    broken,
    expect,
    noteAskedMove(kind, after) {
      askedMoves.set(kind, new Set([...(askedMoves.get(kind) ?? []), after]));
    },
    moves: (kind) => moves.get(kind) ?? 0,
    isPromised(kind, { log_id: id }) {
      const begin = begins.get(kind);
      const first = firstPromised.get(kind);
      return begin !== undefined && first !== undefined && id > begin && id >= first;
    },
    see(change) {
      for (const kind of DESTINATION_KINDS) seePlace(kind, change);
      seeLetters(change);
    },
  };
}

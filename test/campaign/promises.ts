/** What must hold when a campaign is over. */

import { falselyCaughtUp, falselyEnded, unexcusedRepeats } from './accounts.ts';
import { keptIn, nameOf } from './letters.ts';
import type { Receiver } from './receiver.ts';
import { openedIn, placeIn } from './storage.ts';
import type { World } from './world.ts';

export interface Verdict {
  /** Every promise that was broken, in a sentence. */
  readonly broken: readonly string[];
  /** Logs that a destination never got, though nobody gave them up and Auth0 did not delete them untold. */
  readonly lost: number;
  /** Logs that Auth0 deleted before any run could read them for a destination, each told by a warning. */
  readonly deletedUnread: number;
}

export function judge(world: World): Verdict {
  const { accounts, promised, storage, toldOnce, watch } = world;
  const state = storage.state();
  const verdicts = world.receivers
    .filter(({ kind }) => openedIn(state).includes(kind))
    .map((receiver) => judgeDestination(world, receiver));
  const lost = verdicts.flatMap((verdict) => verdict.lost);
  return {
    broken: [
      ...watch.broken,
      ...lost.map((name) => `${name} was lost`),
      ...verdicts.flatMap((verdict) => verdict.broken),
      ...falselyEnded(accounts),
      ...[...promised]
        .filter((by) => !toldOnce.isSettled(by))
        .map((by) => `what ${by} asked for was never told as done`),
      ...(state.requests.length === 0 ? [] : ['something that was asked for still waits']),
      ...(state.lease === null ? [] : ['the last run left its lease']),
    ],
    lost: lost.length,
    deletedUnread: verdicts.reduce((total, { deletedUnread }) => total + deletedUnread, 0),
  };
}

interface DestinationVerdict {
  readonly broken: readonly string[];
  readonly lost: readonly string[];
  readonly deletedUnread: number;
}

function judgeDestination(world: World, receiver: Receiver): DestinationVerdict {
  const { accounts, storage, tenant, watch } = world;
  const { kind } = receiver;
  const last = tenant.logs.at(-1);
  const place = placeIn(storage.state(), kind);
  const isBehind = last !== undefined && tenant.isRetained(last) && place !== last.log_id;
  const { lost, deletedUnread } = missingLogs(world, receiver);
  return {
    lost: lost.map((id) => nameOf({ destination: kind, logId: id })),
    deletedUnread,
    broken: [
      ...(isBehind ? [`${kind}: the checkpoint ${place} is not at the end`] : []),
      ...(watch.moves(kind) > 0
        ? []
        : [...unexcusedRepeats(accounts, kind), ...falselyCaughtUp(accounts, kind)]),
    ],
  };
}

function missingLogs(
  { storage, tenant, toldGaps, discarded, watch }: World,
  { kind, received, receivedSinceMove }: Receiver,
): { readonly lost: readonly string[]; readonly deletedUnread: number } {
  const kept = keptIn(storage.state());
  const isTold = toldGaps.judgeOf(kind);
  const missing = tenant.logs.filter((log) => {
    const { log_id: id } = log;
    const name = nameOf({ destination: kind, logId: id });
    const came = tenant.isRetained(log) ? receivedSinceMove : received;
    const isSettled = came.has(id) || kept.has(name) || discarded.has(name);
    return watch.isPromised(kind, log) && !isSettled;
  });
  const lost = missing.filter((log) => tenant.isRetained(log) || !isTold(log));
  return {
    lost: lost.map(({ log_id: id }) => id),
    deletedUnread: missing.length - lost.length,
  };
}

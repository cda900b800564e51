/** What must hold when a campaign is over. */

import { falselyCaughtUp, unexcusedRepeats } from './accounts.ts';
import { placeIn } from './storage.ts';
import type { TenantLog } from './tenant.ts';
import { keptIn } from './watch.ts';
import type { World } from './world.ts';

export interface Verdict {
  /** Every promise that was broken, in a sentence. */
  readonly broken: readonly string[];
  /** Logs that the workspace never got, though nobody gave them up and Auth0 did not delete them untold. */
  readonly lost: number;
  /** Logs that Auth0 deleted before any run could read them, each told by a warning. */
  readonly deletedUnread: number;
}

/** An event reaches the logs up to half a minute after its date, and ids leave out fractions of seconds. */
const GAP_MARGIN_MS = 31_000;

export function judge(world: World): Verdict {
  const { accounts, promised, storage, tenant, toldOnce, watch } = world;
  const { lost, deletedUnread } = missingLogs(world);
  const state = storage.state();
  const last = tenant.logs.at(-1);
  const isBehind = last !== undefined && tenant.isRetained(last) && placeIn(state) !== last.log_id;
  return {
    broken: [
      ...watch.broken,
      ...lost.map((id) => `${id} was lost`),
      ...(watch.moves() > 0 ? [] : [...unexcusedRepeats(accounts), ...falselyCaughtUp(accounts)]),
      ...[...promised]
        .filter((by) => !toldOnce.isSettled(by))
        .map((by) => `what ${by} asked for was never told as done`),
      ...(state.requests.length === 0 ? [] : ['something that was asked for still waits']),
      ...(state.lease === null ? [] : ['the last run left its lease']),
      ...(isBehind ? [`the checkpoint ${placeIn(state)} is not at the end`] : []),
    ],
    lost: lost.length,
    deletedUnread,
  };
}

function missingLogs({ storage, tenant, workspace, discarded, warnings, watch }: World): {
  readonly lost: readonly string[];
  readonly deletedUnread: number;
} {
  const kept = keptIn(storage.state());
  const gaps = [...warnings].map(gapIn).filter((gap) => gap !== undefined);
  const unchecked = [...warnings].map(uncheckedPlaceIn).filter((place) => place !== undefined);
  // Somebody destroyed what a run that died had to tell, and that is told.
  const areDamaged = [...warnings].some((warning) => warning.includes('of a run that died'));
  const isTold = ({ log_id: id, takenInMs: atMs }: TenantLog): boolean =>
    gaps.some(({ fromMs, toMs }) => atMs >= fromMs && atMs <= toMs) ||
    unchecked.some((place) => id > place) ||
    areDamaged;
  const missing = tenant.logs.filter((log) => {
    const { log_id: id } = log;
    const came = tenant.isRetained(log) ? workspace.receivedSinceMove : workspace.received;
    const isSettled = came.has(id) || kept.has(id) || discarded.has(id);
    return watch.isPromised(log) && !isSettled;
  });
  const lost = missing.filter((log) => tenant.isRetained(log) || !isTold(log));
  return {
    lost: lost.map(({ log_id: id }) => id),
    deletedUnread: missing.length - lost.length,
  };
}

/** The times between which a warning says that logs are missing. */
function gapIn(warning: string): { readonly fromMs: number; readonly toMs: number } | undefined {
  const times = [...warning.matchAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g)];
  const [fromMs, toMs] = times.map(([time]) => Date.parse(time));
  if (fromMs === undefined || toMs === undefined) return undefined;
  return { fromMs: fromMs - GAP_MARGIN_MS, toMs: toMs + GAP_MARGIN_MS };
}

/** The place of which a warning says that nobody knows what was deleted after it. */
function uncheckedPlaceIn(warning: string): string | undefined {
  return /could not be checked that Auth0 still retains all that came after (\d+)/.exec(
    warning,
  )?.[1];
}

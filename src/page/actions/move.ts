/** What moving a checkpoint would mean, told before it happens. */

import { exportsOf, type State, tailOf } from '../../engine/state.ts';
import { DESTINATION_KINDS, type DestinationKind } from '../../engine/walls.ts';
import type { StartFrom } from '../../settings/start-from.ts';
import { timeOfLogId } from '../../source/log-id.ts';
import { startPosition } from '../../source/start-position.ts';
import { stateAt } from '../runs/run-at.ts';

export interface MovePreview {
  readonly destination: DestinationKind;
  readonly from: string | undefined;
  readonly fromMs: number | undefined;
  /** The id that the export would go on after. */
  readonly after: string;
  readonly toMs: number | undefined;
  /** `back`: logs are sent once more. `forward`: logs are passed over. */
  readonly direction: 'back' | 'forward' | 'nowhere' | 'unknown';
  /** At most so many logs that are in Azure already would be sent once more; absent when the history does not reach back so far. */
  readonly repeatedLogs?: number | undefined;
}

/** The destinations whose checkpoints can be moved: those that have one, or the first before any has. */
export function movable(state: State): readonly [DestinationKind, ...DestinationKind[]] {
  const [first, ...others] = DESTINATION_KINDS.filter((kind) => tailOf(state, kind) !== undefined);
  return first === undefined ? [DESTINATION_KINDS[0]] : [first, ...others];
}

export function previewMove(
  state: State,
  destination: DestinationKind,
  target: StartFrom,
  nowMs: number,
): MovePreview {
  const from = tailOf(state, destination);
  const after = startPosition(target, nowMs);
  const fromMs = from === undefined ? undefined : timeOfLogId(from);
  const toMs = timeOfLogId(after);
  const direction = directionOf(from, after, fromMs, toMs);
  const preview = { destination, from, fromMs, after, toMs, direction };
  if (direction !== 'back' || toMs === undefined) return preview;
  return { ...preview, repeatedLogs: logsSince(state, destination, toMs) };
}

function directionOf(
  from: string | undefined,
  after: string,
  fromMs: number | undefined,
  toMs: number | undefined,
): MovePreview['direction'] {
  if (from === after) return 'nowhere';
  if (fromMs === undefined || toMs === undefined) return 'unknown';
  if (fromMs === toMs) return from !== undefined && from > after ? 'back' : 'forward';
  return toMs < fromMs ? 'back' : 'forward';
}

/** Clocks differ by so much. */
const MAX_SKEW_MS = 60_000;

/** Whether a place lies where no log can be yet: an export that goes on from there stands still, and looks well. */
export function isToCome(after: string, nowMs: number): boolean {
  return (timeOfLogId(after) ?? 0) > nowMs + MAX_SKEW_MS;
}

/** What the runs of the history carried from a time on, and perhaps from before it. */
function logsSince(
  state: State,
  destination: DestinationKind,
  sinceMs: number,
): number | undefined {
  let logs = 0;
  for (const { deliveries, lastExportedAtMs } of exportsOf(stateAt(state, destination))) {
    if (lastExportedAtMs !== undefined && lastExportedAtMs <= sinceMs) return logs;
    for (const delivery of deliveries) logs += delivery.logs ?? 0;
  }
  // What was kept of the time before a destination came into use tells that it got no more.
  const oldest = exportsOf(state).at(-1)?.deliveries;
  const isNewer =
    oldest?.[0] !== undefined && oldest.every((one) => one.destination !== destination);
  return isNewer ? logs : undefined;
}

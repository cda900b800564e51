/** What reports tell of logs that nobody can export any more, and for which destinations that counts. */

import type { DestinationKind } from '../../src/engine/walls.ts';
import type { TenantLog } from './tenant.ts';
import type { Change } from './watch.ts';

export interface ToldGaps {
  /** Looks at a write of a run whose settings named these destinations. */
  see(change: Change, kinds: readonly DestinationKind[]): void;
  /** Notes what a report tells, be it stored or not. */
  hear(warnings: readonly string[], kinds: readonly DestinationKind[]): void;
  /** What tells whether it is told that a destination may miss a log. */
  judgeOf(kind: DestinationKind): (log: TenantLog) => boolean;
}

/** An event reaches the logs up to half a minute after its date, and ids leave out fractions of seconds. */
const GAP_MARGIN_MS = 31_000;

interface Gap {
  readonly fromMs: number;
  readonly toMs: number;
}

export function createToldGaps(): ToldGaps {
  /** By destination, what was told by runs that read for it. */
  const told = new Map<DestinationKind, Set<string>>();

  function hear(warnings: readonly string[], kinds: readonly DestinationKind[]): void {
    for (const kind of kinds) {
      told.set(kind, new Set([...(told.get(kind) ?? []), ...warnings]));
    }
  }

  return {
    hear,
    see({ before, after }, kinds) {
      // A run may die when its report is stored, and leave what it found out to another one.
      hear(newOf(before.unreportedWarnings, after.unreportedWarnings), kinds);
      const isReported = after.history[0]?.runId !== before.history[0]?.runId;
      if (isReported) hear(after.history[0]?.warnings ?? [], kinds);
    },
    judgeOf(kind) {
      const warnings = [...(told.get(kind) ?? [])];
      const gaps = warnings.map(gapIn).filter((gap) => gap !== undefined);
      const unchecked = warnings.map(uncheckedPlaceIn).filter((place) => place !== undefined);
      // Somebody destroyed what a run that died had to tell, and that is told.
      const areDamaged = [...told.values()].some((texts) =>
        [...texts].some((warning) => warning.includes('of a run that died')),
      );
      return ({ log_id: id, takenInMs: atMs }) =>
        gaps.some(({ fromMs, toMs }) => atMs >= fromMs && atMs <= toMs) ||
        unchecked.some((place) => id > place) ||
        areDamaged;
    },
  };
}

function newOf(before: readonly string[], after: readonly string[]): readonly string[] {
  return after.filter((warning) => !before.includes(warning));
}

/** The times between which a warning says that logs are missing. */
function gapIn(warning: string): Gap | undefined {
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

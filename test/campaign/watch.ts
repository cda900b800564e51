/** Watches every write of the state: what a checkpoint may pass, and what may leave the dead letters. */

import type { State } from '../../src/engine/state.ts';
import { placeIn } from './storage.ts';
import type { CampaignTenant, TenantLog } from './tenant.ts';
import type { CampaignWorkspace } from './workspace.ts';

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
  /** How often an administrator has moved the checkpoint. */
  moves(): number;
  /** Whether a log was still there when the export began: nothing else is promised. */
  isPromised(log: TenantLog): boolean;
}

export function createWatch(
  tenant: CampaignTenant,
  { received, receivedSinceMove }: CampaignWorkspace,
  discarded: ReadonlySet<string>,
): Watch {
  const broken: string[] = [];
  let moves = 0;
  let firstPromised: string | undefined;

  function expect(isKept: boolean, otherwise: string): void {
    if (!isKept) broken.push(otherwise);
  }

  function seeMove(to: string): void {
    moves += 1;
    // What lies behind the new place has to come again.
    for (const id of receivedSinceMove) if (id > to) receivedSinceMove.delete(id);
  }

  function seeProgress(from: string, to: string, after: State): void {
    expect(to >= from, `the checkpoint moved back from ${from} to ${to}`);
    const kept = keptIn(after);
    const passed = tenant.logs.filter(({ log_id: id }) => id > from && id <= to);
    for (const log of passed) {
      const { log_id: id } = log;
      const isSafe = receivedSinceMove.has(id) || kept.has(id) || discarded.has(id);
      expect(isSafe || !tenant.isRetained(log), `${to} lies beyond the lost log ${id}`);
    }
  }

  return {
    broken,
    expect,
    moves: () => moves,
    isPromised: ({ log_id: id }) => firstPromised === undefined || id >= firstPromised,
    see({ before, after }) {
      if (placeIn(before) === '' && placeIn(after) !== '') {
        const oldest = tenant.logs.find((log) => tenant.isRetained(log))?.log_id;
        firstPromised ??= oldest ?? `${tenant.logs.at(-1)?.log_id}0`;
      }
      if (after.moves > before.moves) seeMove(placeIn(after));
      else seeProgress(placeIn(before), placeIn(after), after);
      const kept = keptIn(after);
      for (const id of keptIn(before)) {
        const isSafe = kept.has(id) || received.has(id) || discarded.has(id);
        expect(isSafe, `the dead letter ${id} was lost`);
      }
    },
  };
}

/** The ids of the logs that are kept as dead letters. */
export function keptIn({ deadLetters }: State): ReadonlySet<string> {
  return new Set(deadLetters.map(({ logId }) => logId));
}

/** Keeps account of what arrived of a tenant's logs, from kill to kill. */

import type { KillFigures } from './kill-figures.ts';
import type { KillStage } from './kill-stage.ts';

export interface KillAccounts {
  /** Before a run is called: what came again so far came from the runs before. */
  beginRun(): void;
  /** After a kill, once nothing of the dead process is on its way any more. */
  compareWithCheckpoint(checkpoint: string | undefined): void;
  /** When a run was caught up and no log was added since. */
  close(): void;
}

export function createKillAccounts(stage: KillStage, figures: KillFigures): KillAccounts {
  const { tenant, workspace } = stage;
  let repeatsBefore = 0;
  /** Logs, from the oldest, that a checkpoint has passed and that were looked for then. */
  let passed = 0;

  function noteRepeats(): void {
    const repeats = workspace.duplicates();
    const newRepeats = repeats - repeatsBefore;
    repeatsBefore = repeats;
    figures.repeats += newRepeats;
    figures.mostRepeatsAfterKill = Math.max(figures.mostRepeatsAfterKill, newRepeats);
  }

  return {
    beginRun: noteRepeats,
    compareWithCheckpoint(checkpoint) {
      const arrived = workspace.logIds();
      const ids = tenant.logIds().slice(passed);
      // Ids of the same length: text order is their order.
      const isPassed = (id: string): boolean => checkpoint !== undefined && id <= checkpoint;
      const passedNow = ids.filter(isPassed);
      figures.skipped.push(...passedNow.filter((id) => !arrived.has(id)));
      passed += passedNow.length;
      const unstored = ids.slice(passedNow.length).filter((id) => arrived.has(id));
      figures.mostUnstored = Math.max(figures.mostUnstored, unstored.length);
    },
    close() {
      noteRepeats();
      const ids = tenant.logIds();
      const arrived = workspace.logIds();
      const known = new Set(ids);
      figures.logs += ids.length;
      figures.postFaults += workspace.faults.played;
      figures.lost.push(...ids.filter((id) => !arrived.has(id)));
      figures.unknown.push(...[...arrived].filter((id) => !known.has(id)));
    },
  };
}

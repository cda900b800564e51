/** Keeps account of what arrived of a tenant's logs at one destination, from kill to kill. */

import type { Tenant } from '../../src/sandbox/tenant/start-tenant.ts';
import type { KillFigures } from './kill-figures.ts';
import type { KillDestination } from './kill-stage.ts';

export interface KillAccounts {
  readonly destination: KillDestination;
  /** How many logs wait for it. */
  backlog(): number;
  /** Before a run is called: what came again so far came from the runs before. */
  beginRun(): void;
  /** After a kill, once nothing of the dead process is on its way any more. */
  compareWithCheckpoint(checkpoint: string | undefined): void;
  /** When a run was caught up and no log was added since. */
  close(): void;
}

/** `beginsAfter`: where the other destination stood when this one was added; `''`: it gets all logs. */
export function createKillAccounts(
  tenant: Tenant,
  destination: KillDestination,
  beginsAfter: string,
  figures: KillFigures,
): KillAccounts {
  let repeatsBefore = 0;
  /** Logs, from the oldest, that a checkpoint has passed and that were looked for then. */
  let passed = 0;

  /** Ids of the same length: text order is their order. */
  function wanted(): readonly string[] {
    return tenant.logIds().filter((id) => id > beginsAfter);
  }

  function noteRepeats(): void {
    const repeats = destination.duplicates();
    const newRepeats = repeats - repeatsBefore;
    repeatsBefore = repeats;
    figures.repeats += newRepeats;
    figures.mostRepeatsAfterKill = Math.max(figures.mostRepeatsAfterKill, newRepeats);
  }

  return {
    destination,
    backlog: () => wanted().length - destination.logIds().size,
    beginRun: noteRepeats,
    compareWithCheckpoint(checkpoint) {
      const arrived = destination.logIds();
      const ids = wanted().slice(passed);
      const isPassed = (id: string): boolean => checkpoint !== undefined && id <= checkpoint;
      const passedNow = ids.filter(isPassed);
      figures.skipped.push(...passedNow.filter((id) => !arrived.has(id)));
      passed += passedNow.length;
      const unstored = ids.slice(passedNow.length).filter((id) => arrived.has(id));
      figures.mostUnstored = Math.max(figures.mostUnstored, unstored.length);
    },
    close() {
      noteRepeats();
      const ids = wanted();
      const arrived = destination.logIds();
      const known = new Set(ids);
      figures.postFaults += destination.faults.played;
      figures.lost.push(...ids.filter((id) => !arrived.has(id)));
      figures.unknown.push(...[...arrived].filter((id) => !known.has(id)));
    },
  };
}

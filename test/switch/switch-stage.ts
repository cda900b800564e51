/** A tenant, the old and the new API of Azure, and the state between them, for a switch from one to the other. */

import assert from 'node:assert/strict';
import { assembleParts } from '../../src/assemble.ts';
import { ask } from '../../src/engine/ask.ts';
import { exportRun } from '../../src/engine/export-run.ts';
import { run } from '../../src/engine/run.ts';
import { tailOf } from '../../src/engine/state.ts';
import type { DestinationKind } from '../../src/engine/walls.ts';
import { type Ingestion, startIngestion } from '../../src/sandbox/ingestion/start-ingestion.ts';
import { startTenant, type Tenant } from '../../src/sandbox/tenant/start-tenant.ts';
import { startWorkspace, type Workspace } from '../../src/sandbox/workspace/start-workspace.ts';
import type { DestinationChoice } from '../../src/settings/destination-kind.ts';
import { parseSettings } from '../../src/settings/parse.ts';
import { syntheticId } from '../../src/source/log-id.ts';
import { BEGINNING_MS } from '../../src/source/start-position.ts';
import { createSimulatedClock } from '../engine/simulated-clock.ts';
import { createStore } from '../engine/simulated-store.ts';
import { stateIn } from '../engine/simulation.ts';
import { secretsFor } from '../extension.ts';
import { ingestionSecrets } from '../ingestion-extension.ts';
import type { Lives } from './lives.ts';

export const BATCH_RECORDS = 10;
/** Few, so that there are few calls, and every one of them can be the last of a process. */
const BACKLOG = 30;
export const ADDED = 20;

/** What an administrator does, one step after the other. */
export const STEPS = [
  { choice: 'data-collector', copies: false },
  { choice: 'both', copies: false },
  { choice: 'both', copies: true },
  { choice: 'logs-ingestion', copies: false },
] as const satisfies readonly { readonly choice: DestinationChoice; readonly copies: boolean }[];

export interface SwitchStage {
  readonly tenant: Tenant;
  readonly tables: Readonly<Record<DestinationKind, Workspace | Ingestion>>;
  /** Where the state says that a destination goes on. */
  placeOf(kind: DestinationKind): string | undefined;
  /**
   * Does a step, with as many processes as it takes, after new logs have come; `onDeath` is called
   * when one has ended.
   */
  perform(step: (typeof STEPS)[number], lives: Lives, onDeath: () => void): Promise<void>;
  close(): Promise<void>;
}

export async function openSwitchStage(): Promise<SwitchStage> {
  const tenant = await startTenant({ backlog: BACKLOG });
  const workspace = await startWorkspace();
  const ingestion = await startIngestion({ timeProperty: 'date' });
  const store = createStore(createSimulatedClock());
  store.latencyMs = 0;
  const secrets = {
    ...secretsFor(tenant, workspace),
    ...ingestionSecrets(ingestion),
    BATCH_SIZE: String(BATCH_RECORDS),
  };

  function settingsWith(choice: DestinationChoice) {
    const parsed = parseSettings({ ...secrets, LOGANALYTICS_DESTINATION: choice });
    assert.ok(parsed.ok);
    return parsed.settings;
  }

  /** Runs until nothing is left to export. */
  async function catchUp(choice: DestinationChoice, lives: Lives, onDeath: () => void) {
    const settings = settingsWith(choice);
    for (let runs = 1, isDone = false; !isDone; runs += 1) {
      assert.ok(runs < 10, 'it comes to an end');
      const isAlive = await lives.live(async ({ clock, http, lend }) => {
        const outside = { clock, http, random: () => 0.5 };
        const work = exportRun(assembleParts(settings, outside));
        const parts = { ...outside, ...settings, store: lend(store) };
        const result = await run(parts, { trigger: 'schedule' }, work);
        assert.ok(
          result.status === 'ran' && result.report.outcome === 'caught-up',
          JSON.stringify(result),
        );
        isDone = true;
      });
      if (!isAlive) onDeath();
    }
  }

  /** Asks for the history in the new table, again if it is not known whether that was heard. */
  async function copyHistory(lives: Lives, onDeath: () => void): Promise<void> {
    const after = syntheticId(BEGINNING_MS);
    for (let isDone = false; !isDone; ) {
      const isAlive = await lives.live(async ({ clock, lend }) => {
        const asked = { by: 'a test', atMs: clock.now() };
        const move = { ...asked, kind: 'move', destination: 'logs-ingestion', after } as const;
        assert.equal((await ask(lend(store), clock, move)).status, 'done');
        isDone = true;
      });
      if (!isAlive) onDeath();
    }
  }

  return {
    tenant,
    tables: { 'data-collector': workspace, 'logs-ingestion': ingestion },
    placeOf: (kind) =>
      store.document === undefined ? undefined : tailOf(stateIn(store.document), kind),
    async perform({ choice, copies }, lives, onDeath) {
      tenant.addLogs(ADDED);
      if (copies) await copyHistory(lives, onDeath);
      await catchUp(choice, lives, onDeath);
    },
    async close() {
      for (const service of [tenant, workspace, ingestion]) await service.stop();
    },
  };
}

/** A tenant, two destinations and a stored document, and one run after another between them. */

import './prompt-gzip.ts';
import { assembleParts } from '../../src/assemble.ts';
import { type AskOutcome, ask } from '../../src/engine/ask.ts';
import { MAX_UNSTORED_BATCHES } from '../../src/engine/deliveries.ts';
import { describeReport } from '../../src/engine/describe-report.ts';
import { type ExportRunParts, exportRun } from '../../src/engine/export-run.ts';
import { replayRun } from '../../src/engine/replay-run.ts';
import type { Trigger } from '../../src/engine/report.ts';
import type { AdministratorRequest } from '../../src/engine/requests.ts';
import { type RunResult, run } from '../../src/engine/run.ts';
import { runsOf } from '../../src/engine/state.ts';
import type { DestinationKind } from '../../src/engine/walls.ts';
import { createSimulatedClock } from '../engine/simulated-clock.ts';
import { type Account, unstoredRecords } from './accounts.ts';
import {
  type Choice,
  kindsIn,
  MAX_BATCH_RECORDS,
  SECRETS,
  settingsOf,
} from './campaign-settings.ts';
import type { Chance } from './chance.ts';
import { createFaults, createLife, type Faults, type Life } from './faults.ts';
import { nameOf } from './letters.ts';
import { createNetwork, type OnAccepted } from './network.ts';
import { LARGE_STORE_BYTES, type WorldPlan } from './plan.ts';
import type { Receiver } from './receiver.ts';
import { createRule } from './rule.ts';
import { type CampaignStorage, createStorage, placeIn } from './storage.ts';
import { type CampaignTenant, createTenant } from './tenant.ts';
import { createToldGaps, type ToldGaps } from './told-gaps.ts';
import { createToldOnce, type ToldOnce } from './told-once.ts';
import { type Change, createWatch, type Watch } from './watch.ts';
import { createWorkspace } from './workspace.ts';

export interface World {
  readonly clock: ReturnType<typeof createSimulatedClock>;
  readonly faults: Faults;
  readonly tenant: CampaignTenant;
  /** The destinations that the settings may name. */
  readonly receivers: readonly [Receiver, Receiver];
  readonly storage: CampaignStorage;
  /** The exporting runs, in the order of their starts. */
  readonly accounts: Account[];
  /** Names of dead letters that an administrator gave up. */
  readonly discarded: Set<string>;
  readonly watch: Watch;
  readonly toldGaps: ToldGaps;
  readonly toldOnce: ToldOnce;
  /** Who has to find in the history what they asked for. */
  readonly promised: Set<string>;
  /** What the settings choose now; a run that is under way has those that it began with. */
  choice: Choice;
  /** Lets an export begin; resolves when it has ended or died. */
  export(how?: Partial<RunHow>): Promise<Account>;
  /** Replays all dead letters, as an administrator. */
  replay(): Promise<void>;
  /** Asks for something, as an administrator. */
  ask(request: AdministratorRequest): Promise<AskOutcome | undefined>;
}

export interface RunHow {
  readonly skewMs: number;
  readonly dies: boolean;
  readonly trigger: Trigger;
  /** The destination whose own code fails in this run. */
  readonly defective: DestinationKind | undefined;
}

export function createWorld(chance: Chance, plan: WorldPlan, choice: Choice): World {
  const clock = createSimulatedClock();
  const now = () => clock.now();
  const faults = createFaults(clock, chance, plan.faultOnceIn, plan.latency);
  const tenant = createTenant(now, chance, plan.tenant);
  const receivers = [
    createWorkspace(now, plan.maxBodyBytes.workspace),
    createRule(now, chance, plan.maxBodyBytes.rule),
  ] as const;
  const { spoiltOnceIn } = plan;
  const network = createNetwork({ tenant, receivers, faults, chance, now, spoiltOnceIn });
  const storage = createStorage(faults, plan.storeBytes, plan.earlier.document);
  const isRoomy = plan.storeBytes === LARGE_STORE_BYTES;
  const toldOnce = createToldOnce(isRoomy);
  const toldGaps = createToldGaps();
  const promised = new Set<string>(isRoomy ? plan.earlier.askers : []);
  const accounts: Account[] = [];
  const discarded = new Set<string>();
  const watch = createWatch(tenant, receivers, discarded);
  const { expect } = watch;

  function expectNoSecret(text: string, where: string): void {
    for (const secret of SECRETS) expect(!text.includes(secret), `${secret} stands in ${where}`);
  }

  function seeChange(change: Change, kinds: readonly DestinationKind[]): void {
    expectNoSecret(storage.text(), 'the state');
    watch.see(change);
    for (const wrong of toldOnce.see(change)) expect(false, wrong);
    toldGaps.see(change, kinds);
  }

  function openAccount(life: Life): Account {
    const state = storage.state();
    const deliveries = kindsIn(world.choice).map((kind) => ({
      kind,
      batches: [],
      stored: placeIn(state, kind),
    }));
    const account: Account = { life, deliveries, isTold: false };
    accounts.push(account);
    return account;
  }

  function noteAcceptanceIn({ deliveries }: Account): OnAccepted {
    return (kind, ids) => {
      const delivery = deliveries.find((one) => one.kind === kind);
      if (delivery === undefined) return expect(false, `${kind} got logs but was not chosen`);
      delivery.batches.push(ids);
      const most = MAX_UNSTORED_BATCHES * MAX_BATCH_RECORDS;
      const count = unstoredRecords(delivery);
      const isBounded = count <= most || watch.moves(kind) > 0;
      expect(isBounded, `${kind}: ${count} accepted records were not stored`);
    };
  }

  function noteResult(account: Account, result: RunResult): void {
    account.result = result;
    if (result.status !== 'ran') return;
    const { report } = result;
    account.isTold = runsOf(storage.state()).some(({ runId }) => runId === report.runId);
    expectNoSecret(describeReport(report), 'a report');
    expectNoSecret(JSON.stringify(report), 'a report');
    const kinds = account.deliveries.map(({ kind }) => kind);
    toldGaps.hear(report.warnings ?? [], kinds);
  }

  const world: World = {
    clock,
    faults,
    tenant,
    receivers,
    storage,
    accounts,
    discarded,
    watch,
    toldGaps,
    toldOnce,
    promised,
    choice,
    async export({ skewMs = 0, dies = false, trigger = 'schedule', defective } = {}) {
      const settings = settingsOf(world.choice, chance.oneOf(...plan.runSeconds));
      const life = createLife(clock, skewMs);
      const account = openAccount(life);
      const kinds = account.deliveries.map(({ kind }) => kind);
      const store = storage.storeOf(life, (change) => {
        for (const delivery of account.deliveries) {
          delivery.stored = placeIn(change.after, delivery.kind);
        }
        seeChange(change, kinds);
      });
      const http = network.httpOf(life, noteAcceptanceIn(account));
      const outside = { http, clock: life.clock, random: () => chance.next() };
      const { maxRunMs } = settings;
      const startedAtMs = clock.now();
      if (dies) void clock.sleep(chance.between(0, maxRunMs)).then(() => life.die());
      const work = exportRun(withDefect(assembleParts(settings, outside), defective));
      const parts = { ...outside, ...settings, store };
      const ended = run(parts, { trigger }, work).then((result) => {
        const tookMs = clock.now() - startedAtMs;
        expect(tookMs <= maxRunMs, `a run of ${maxRunMs} ms took ${tookMs} ms`);
        noteResult(account, result);
      });
      await Promise.race([ended, life.death]);
      return account;
    },
    async replay() {
      const settings = settingsOf(world.choice, 20);
      const life = createLife(clock, 0);
      const http = network.httpOf(life, () => {});
      const outside = { http, clock: life.clock, random: () => chance.next() };
      const work = replayRun(assembleParts(settings, outside), storage.state().deadLetters);
      const store = storage.storeOf(life, (change) => seeChange(change, []));
      const parts = { ...outside, ...settings, store };
      const isDying = faults.isSpoilt(4);
      if (isDying) void clock.sleep(chance.between(0, 3_000)).then(() => life.die());
      await Promise.race([run(parts, { trigger: 'administrator' }, work), life.death]);
    },
    async ask(request) {
      const life = createLife(clock, 0);
      // Counted from now on, because the answer may be lost.
      if (request.kind === 'discard') {
        for (const letter of request.deadLetters) discarded.add(nameOf(letter));
      }
      if (request.kind === 'move') watch.noteAskedMove(request.destination, request.after);
      const store = storage.storeOf(life, (change) => seeChange(change, []));
      const outcome = await ask(store, life.clock, request);
      if (isRoomy && outcome.status !== 'failed') promised.add(request.by);
      return outcome;
    },
  };
  return world;
}

/** The parts with one destination that fails as no destination should. */
function withDefect(parts: ExportRunParts, defective: DestinationKind | undefined): ExportRunParts {
  const destinations = parts.destinations.map((destination) =>
    destination.kind === defective
      ? { ...destination, deliver: () => Promise.reject(new TypeError('a defect')) }
      : destination,
  );
  return { ...parts, destinations };
}

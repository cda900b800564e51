/** A tenant, a workspace and a stored document, and one run after another between them. */

import { assembleParts } from '../../src/assemble.ts';
import { type AskOutcome, ask } from '../../src/engine/ask.ts';
import { MAX_UNSTORED_BATCHES } from '../../src/engine/deliveries.ts';
import { describeReport } from '../../src/engine/describe-report.ts';
import { exportRun } from '../../src/engine/export-run.ts';
import { replayRun } from '../../src/engine/replay-run.ts';
import type { Trigger } from '../../src/engine/report.ts';
import type { AdministratorRequest } from '../../src/engine/requests.ts';
import { run } from '../../src/engine/run.ts';
import type { HttpClient, HttpOutcome, HttpRequest } from '../../src/http/http-client.ts';
import { parseSettings, type Settings } from '../../src/settings/parse.ts';
import { createSimulatedClock } from '../engine/simulated-clock.ts';
import { type Account, unstoredRecords } from './accounts.ts';
import { NO_ANSWER } from './answers.ts';
import type { Chance } from './chance.ts';
import { earlierDocument } from './earlier-state.ts';
import { createFaults, createLife, type Faults, type Life } from './faults.ts';
import { type CampaignStorage, createStorage, placeIn } from './storage.ts';
import {
  type CampaignTenant,
  createTenant,
  LOG_CONTENT,
  spoiltTenantAnswer,
  TENANT_HOST,
  TOKEN_MARK,
} from './tenant.ts';
import { createToldOnce, type ToldOnce } from './told-once.ts';
import { type Change, createWatch, type Watch } from './watch.ts';
import {
  type CampaignWorkspace,
  createWorkspace,
  idsIn,
  spoiltWorkspaceAnswer,
} from './workspace.ts';

export const MAX_BATCH_RECORDS = 20;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

const CLIENT_SECRET = 'the-client-secret-of-a-campaign';
const WORKSPACE_KEY = Buffer.from('the workspace key of a campaign').toString('base64');
const SECRETS: readonly string[] = [CLIENT_SECRET, WORKSPACE_KEY, TOKEN_MARK, LOG_CONTENT];

export interface World {
  readonly clock: ReturnType<typeof createSimulatedClock>;
  readonly faults: Faults;
  readonly tenant: CampaignTenant;
  readonly workspace: CampaignWorkspace;
  readonly storage: CampaignStorage;
  /** The exporting runs, in the order of their starts. */
  readonly accounts: Account[];
  /** Logs that an administrator gave up. */
  readonly discarded: Set<string>;
  readonly watch: Watch;
  /** What all reports have told as warnings. */
  readonly warnings: Set<string>;
  readonly toldOnce: ToldOnce;
  /** Who has to find in the history what they asked for. */
  readonly promised: Set<string>;
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
}

const LARGE_STORE_BYTES = 500_000;
const SMALL_STORE_BYTES = 15_000;

export function createWorld(chance: Chance): World {
  const clock = createSimulatedClock();
  const faults = createFaults(clock, chance);
  const retentionMs = chance.oneOf(30 * 24 * HOUR_MS, 25 * HOUR_MS);
  const tenant = createTenant(() => clock.now(), chance, retentionMs);
  const workspace = createWorkspace(chance.oneOf(1_000_000, 3_000));
  const storeBytes = chance.oneOf(LARGE_STORE_BYTES, SMALL_STORE_BYTES);
  const earlier = earlierDocument(chance);
  const storage = createStorage(faults, storeBytes, earlier.document);
  const isRoomy = storeBytes === LARGE_STORE_BYTES;
  const toldOnce = createToldOnce(isRoomy);
  const promised = new Set<string>(isRoomy ? earlier.askers : []);
  const accounts: Account[] = [];
  const discarded = new Set<string>();
  const warnings = new Set<string>();
  const spoiltOnceIn = chance.oneOf(5, 25, 100);
  const watch = createWatch(tenant, workspace, discarded);
  const { expect } = watch;

  function expectNoSecret(text: string, where: string): void {
    for (const secret of SECRETS) expect(!text.includes(secret), `${secret} stands in ${where}`);
  }

  function seeChange(change: Change): void {
    expectNoSecret(storage.text(), 'the state');
    watch.see(change);
    for (const wrong of toldOnce.see(change)) expect(false, wrong);
    // A run may die when its report is stored.
    for (const warning of change.after.history[0]?.warnings ?? []) warnings.add(warning);
  }

  function answer(request: HttpRequest): HttpOutcome {
    const isTenant = new URL(request.url).hostname === TENANT_HOST;
    if (!isTenant) {
      return faults.isSpoilt(spoiltOnceIn)
        ? spoiltWorkspaceAnswer(chance)
        : workspace.answer(request);
    }
    const right = tenant.answer(request);
    return faults.isSpoilt(spoiltOnceIn)
      ? spoiltTenantAnswer(request, right, clock.now(), chance)
      : right;
  }

  function httpOf(life: Life, onAccepted: (ids: readonly string[]) => void): HttpClient {
    return {
      send: (request) =>
        faults.call<HttpOutcome>(life, {
          timeoutMs: request.timeoutMs,
          effect: () => answer(request),
          failure: NO_ANSWER,
          onAnswer(outcome) {
            if (outcome.status !== 'answered') return;
            request.onHead?.(outcome);
            const isPost = new URL(request.url).hostname !== TENANT_HOST;
            const isAccepted = outcome.statusCode === 200 && !outcome.body.startsWith('<');
            if (isPost && isAccepted) onAccepted(idsIn(request));
          },
        }),
    };
  }

  return {
    clock,
    faults,
    tenant,
    workspace,
    storage,
    accounts,
    discarded,
    watch,
    warnings,
    toldOnce,
    promised,
    async export({ skewMs = 0, dies = false, trigger = 'schedule' } = {}) {
      const settings = settingsWith({ MAX_RUN_SECONDS: chance.oneOf('5', '20') });
      const life = createLife(clock, skewMs);
      const account: Account = { life, batches: [], stored: placeIn(storage.state()) };
      accounts.push(account);
      const store = storage.storeOf(life, (change) => {
        account.stored = placeIn(change.after);
        seeChange(change);
      });
      const http = httpOf(life, (ids) => {
        account.batches.push(ids);
        const most = MAX_UNSTORED_BATCHES * MAX_BATCH_RECORDS;
        const count = unstoredRecords(account);
        expect(count <= most || watch.moves() > 0, `${count} accepted records were not stored`);
      });
      const outside = { http, clock: life.clock, random: () => chance.next() };
      const { maxRunMs } = settings;
      const startedAtMs = clock.now();
      if (dies) void clock.sleep(chance.between(0, maxRunMs)).then(() => life.die());
      const work = exportRun(assembleParts(settings, outside));
      const parts = { ...outside, ...settings, store };
      const ended = run(parts, { trigger }, work).then((result) => {
        account.result = result;
        const tookMs = clock.now() - startedAtMs;
        expect(tookMs <= maxRunMs, `a run of ${maxRunMs} ms took ${tookMs} ms`);
        if (result.status !== 'ran') return;
        expectNoSecret(describeReport(result.report), 'a report');
        for (const warning of result.report.warnings ?? []) warnings.add(warning);
      });
      await Promise.race([ended, life.death]);
      return account;
    },
    async replay() {
      const settings = settingsWith({});
      const life = createLife(clock, 0);
      const http = httpOf(life, () => {});
      const outside = { http, clock: life.clock, random: () => chance.next() };
      const work = replayRun(assembleParts(settings, outside), storage.state().deadLetters);
      const store = storage.storeOf(life, seeChange);
      const parts = { ...outside, ...settings, store };
      const isDying = faults.isSpoilt(4);
      if (isDying) void clock.sleep(chance.between(0, 3_000)).then(() => life.die());
      await Promise.race([run(parts, { trigger: 'administrator' }, work), life.death]);
    },
    async ask(request) {
      const life = createLife(clock, 0);
      if (request.kind === 'discard') {
        // Counted from now on, because the answer may be lost.
        for (const { logId } of request.deadLetters) discarded.add(logId);
      }
      const outcome = await ask(storage.storeOf(life, seeChange), life.clock, request);
      if (isRoomy && outcome.status !== 'failed') promised.add(request.by);
      return outcome;
    },
  };
}

function settingsWith(secrets: Readonly<Record<string, string>>): Settings {
  const parsed = parseSettings({
    AUTH0_DOMAIN: TENANT_HOST,
    AUTH0_CLIENT_ID: 'a-client-id',
    AUTH0_CLIENT_SECRET: CLIENT_SECRET,
    LOGANALYTICS_WORKSPACEID: '00000000-1111-2222-3333-444444444444',
    LOGANALYTICS_WORKSPACEKEY: WORKSPACE_KEY,
    LOGANALYTICS_NAMESPACE: 'Auth0Logs',
    BATCH_SIZE: String(MAX_BATCH_RECORDS),
    MIN_INTERVAL_SECONDS: '0',
    ...secrets,
  });
  if (!parsed.ok) throw new Error('the settings of the campaign are wrong');
  return parsed.settings;
}

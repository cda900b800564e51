/**
 * Kills the process of the extension at random instants, again and again, starts it anew on what it
 * had stored, and lets it finish in the end.
 */

import { setTimeout as pause } from 'node:timers/promises';
import sum from 'lodash/sum';
import { DESTINATION_KINDS, type DestinationKind } from '../../src/engine/walls.ts';
import type { Fault } from '../../src/sandbox/http/fault-plan.ts';
import { Random } from '../../src/sandbox/random.ts';
import { type BuiltHost, buildHost, type SpawnedHost } from '../../src/sandbox/spawn-host.ts';
import type { DestinationChoice } from '../../src/settings/destination-kind.ts';
import { callAsScheduler } from '../extension.ts';
import { createKillAccounts, type KillAccounts } from './kill-accounts.ts';
import { createKillAim, type Hit, type KillAim } from './kill-aim.ts';
import { type KillFigures, noFigures } from './kill-figures.ts';
import { type KillStage, openKillStage, type Remains } from './kill-stage.ts';

export interface KillCampaignOptions {
  /** The same seed gives the same logs, latencies and aims; what a kill hits depends on the machine too. */
  readonly seed: number;
  readonly kills: number;
  /** Told after every kill. */
  readonly onProgress?: (figures: Readonly<KillFigures>) => void;
  /** Ends the campaign early, with an exception. */
  readonly signal?: AbortSignal;
}

/** After so many a new tenant begins: first runs are killed too, and memory stays small. */
const KILLS_PER_TENANT = 50;

/** A run that is never killed catches up in one or two. */
const MAX_DRAINING_RUNS = 10;

/** From a tenant and a workspace next door to those that are far slower than a storage, and the reverse. */
const MOST_PAGE_LATENCY_MS = 60;
const MOST_POST_LATENCY_MS = 120;
const MOST_STORAGE_LATENCY_MS = 100;
/** A run has about a second of work, so that hundreds of kills take minutes. */
const MOST_BACKLOG = 1_000;
const LOGS_PER_ROUND = { least: 100, most: 500 };
const MOST_TRICKLE_PER_SECOND = 200;

/**
 * Posts that store nothing at first. Those behind them are accepted meanwhile, and a kill then is what
 * a checkpoint that has moved too early would lose logs by. None makes a repeat of its own: the bound
 * stays that of the kill.
 */
const POST_FAULTS: readonly Fault[] = [
  { kind: 'status', status: 503 },
  { kind: 'reset' },
  { kind: 'slow', delayMs: 300 },
];
const POST_FAULT_CHANCE = 0.6;
const POSTS_BEFORE_FAULT = { least: 1, most: 8 };

/** So large a share of the kills at a tenant, the last of them, finds both destinations chosen. */
const SHARE_WITH_BOTH = 1 / 3;

interface Season {
  readonly stage: KillStage;
  /** The destination that is chosen at first, alone. */
  readonly first: DestinationKind;
  /** Of the destinations that are chosen. */
  readonly accounts: KillAccounts[];
  readonly aim: KillAim;
  readonly chance: Random;
  readonly figures: KillFigures;
}

export async function runKillCampaign(options: KillCampaignOptions): Promise<KillFigures> {
  const { seed, kills, onProgress, signal } = options;
  const figures = noFigures(seed);
  const builtHost = await buildHost();
  try {
    while (figures.kills < kills) {
      const number = Math.floor(figures.kills / KILLS_PER_TENANT);
      const last = Math.min(kills, figures.kills + KILLS_PER_TENANT);
      const lastAlone = last - Math.floor((last - figures.kills) * SHARE_WITH_BOTH);
      await withSeason(figures, number, builtHost, async (season) => {
        while (figures.kills < last) {
          signal?.throwIfAborted();
          if (figures.kills === lastAlone) chooseBoth(season);
          await playRound(season);
          onProgress?.(figures);
        }
        await drain(season);
      });
    }
  } finally {
    await builtHost.remove();
  }
  return figures;
}

async function withSeason(
  figures: KillFigures,
  number: number,
  builtHost: BuiltHost,
  play: (season: Season) => Promise<void>,
): Promise<void> {
  const chance = new Random(figures.seed, number);
  const stage = await openKillStage(chance.word(), builtHost);
  try {
    const first = DESTINATION_KINDS[number % DESTINATION_KINDS.length] ?? 'data-collector';
    const season = { stage, first, accounts: [], aim: createKillAim(chance), chance, figures };
    openAccounts(season, first, '');
    await play(season);
  } finally {
    await stage.close();
  }
}

function openAccounts({ stage, accounts, figures }: Season, kind: DestinationKind, after: string) {
  const destination = stage.destinations.find((one) => one.kind === kind);
  if (destination === undefined) throw new Error(`There is no destination ${kind}.`);
  accounts.push(createKillAccounts(stage.tenant, destination, after, figures));
}

/** An administrator adds the other destination, which begins where the first one stands. */
function chooseBoth(season: Season): void {
  const { stage, first } = season;
  const stands = stage.remains().checkpoints[first] ?? '';
  for (const kind of DESTINATION_KINDS) if (kind !== first) openAccounts(season, kind, stands);
}

function choiceOf({ first, accounts }: Season): DestinationChoice {
  return accounts.length > 1 ? 'both' : first;
}

/** New logs, and services that are faster or slower than in the round before. */
function changeServices({ stage, accounts, chance }: Season): void {
  const { tenant } = stage;
  tenant.configure({ latencyMs: chance.between(0, MOST_PAGE_LATENCY_MS) });
  const added = chance.between(LOGS_PER_ROUND.least, LOGS_PER_ROUND.most);
  if (accounts.every((account) => account.backlog() < MOST_BACKLOG)) tenant.addLogs(added);
  tenant.startTrickle(chance.between(0, MOST_TRICKLE_PER_SECOND));
  for (const { destination } of accounts) {
    destination.configure({ latencyMs: chance.between(0, MOST_POST_LATENCY_MS) });
    const after = chance.between(POSTS_BEFORE_FAULT.least, POSTS_BEFORE_FAULT.most);
    const fault = { ...chance.pick(POST_FAULTS), after };
    destination.faults.clear();
    if (chance.chance(POST_FAULT_CHANCE)) destination.faults.add(fault);
  }
}

function postsOf(accounts: readonly KillAccounts[]): number {
  return sum(accounts.map(({ destination }) => destination.counters().requests));
}

/** One process: started, called, and killed. */
async function playRound(season: Season): Promise<void> {
  const { stage, accounts, aim, chance, figures } = season;
  const { tenant } = stage;
  changeServices(season);
  const killAfterMs = aim.nextMs();
  const before = stage.remains();
  const host = await stage.startProcess(
    choiceOf(season),
    chance.between(0, MOST_STORAGE_LATENCY_MS),
  );
  figures.processes += 1;

  for (const account of accounts) account.beginRun();
  const call = callWithTime(host);
  await pause(killAfterMs);
  if (!host.isAlive()) throw new Error(`A process ended by itself. ${host.output().stderr}`);
  const { runMs } = call;
  const posts = postsOf(accounts);
  const pages = tenant.counters().requests;
  await host.kill();
  await call.isOver;
  // What the dead process had sent is taken in and, for nobody, answered.
  await pause(MOST_POST_LATENCY_MS);

  const remains = stage.remains();
  const hit = hitOf(before, remains);
  const postsInFlight = postsOf(accounts) - posts;
  figures.kills += 1;
  if (accounts.length > 1) figures.killsWithBoth += 1;
  figures.hits[hit] += 1;
  if (hit === 'after-run') figures.wholeRuns += 1;
  if (tenant.counters().requests > pages) figures.killsWithPagesInFlight += 1;
  if (postsInFlight > 0) figures.killsWithPostsInFlight += 1;
  figures.mostPostsInFlight = Math.max(figures.mostPostsInFlight, postsInFlight);
  for (const account of accounts) {
    account.compareWithCheckpoint(remains.checkpoints[account.destination.kind]);
  }
  aim.learn(hit, killAfterMs, runMs);
  stage.letLeaseRunOut();
}

interface TimedCall {
  /** How long the answer took, once it is there. */
  readonly runMs: number | undefined;
  /** Resolves with the answer, or when the process is gone. */
  readonly isOver: Promise<void>;
}

function callWithTime(host: SpawnedHost): TimedCall {
  const startedAtMs = performance.now();
  let runMs: number | undefined;
  const isOver = callAsScheduler(host.url).then(
    () => {
      runMs = performance.now() - startedAtMs;
    },
    // The fate of most calls here. A process that ended by itself is noticed by the caller.
    () => undefined,
  );
  return {
    get runMs() {
      return runMs;
    },
    isOver,
  };
}

function hitOf(before: Remains, after: Remains): Hit {
  if (after.holder !== undefined && after.holder !== before.holder) return 'during-run';
  return after.lastRunId === before.lastRunId ? 'before-run' : 'after-run';
}

/** Lets the extension finish, and closes the accounts. */
async function drain(season: Season): Promise<void> {
  const { stage, accounts, figures } = season;
  stage.tenant.startTrickle(0);
  for (const { destination } of accounts) destination.faults.clear();
  const host = await stage.startProcess(choiceOf(season), 0);
  figures.processes += 1;
  for (let run = 0; run < MAX_DRAINING_RUNS; run += 1) {
    for (const account of accounts) account.beginRun();
    const { text } = await callAsScheduler(host.url);
    figures.wholeRuns += 1;
    if (text === 'caught-up') {
      await host.stop();
      for (const account of accounts) account.close();
      figures.logs += stage.tenant.logCount();
      return;
    }
  }
  throw new Error(`The extension did not catch up. ${host.output().stdout}`);
}

/** A tenant, a destination and a store that keep account of every run, and the promises about it. */

import assert from 'node:assert/strict';
import { MAX_UNSTORED_BATCHES } from '../../src/engine/deliveries.ts';
import type {
  DeliveryOutcome,
  EncodedRecord,
  PageOutcome,
  ReadOutcome,
  RetryOutcome,
  WriteOutcome,
} from '../../src/engine/walls.ts';
import { type Account, checkCaughtUp, checkRepeats, unstoredOf } from './campaign-accounts.ts';
import { type Chance, createFaults, createLife } from './campaign-faults.ts';
import { createSimulatedClock } from './simulated-clock.ts';
import {
  checkpointIn,
  createDestination,
  createTenant,
  logAt,
  logId,
  type RunWorld,
  runWorld,
  stateIn,
} from './simulation.ts';

const MAX_BATCH_RECORDS = 20;
const MINUTE_MS = 60_000;

export interface Campaign {
  readonly accounts: readonly Account[];
  /** Writes that came to nothing because another run wrote first. */
  conflicts(): number;
  /** Runs again and again while everything goes wrong. */
  storm(): Promise<void>;
  /** Runs on until everything is exported, while nothing goes wrong any more. */
  drain(): Promise<void>;
  /** Fails when a promise was broken. */
  check(): void;
}

const NO_ANSWER: RetryOutcome = { status: 'retry', reason: 'no answer' };
const NOT_STORED: WriteOutcome = { status: 'failed', reason: 'no answer', isTooLarge: false };

export function createCampaign(chance: Chance): Campaign {
  const clock = createSimulatedClock();
  const faults = createFaults(clock, chance);
  const tenant = createTenant(clock, chance.between(0, 400));
  const accounts: Account[] = [];
  /** Ids of the logs that the destination has, whether anybody was told or not. */
  const received = new Set<string>();
  let stored = { text: '{}', revision: 0, checkpoint: logId(0) };
  let conflictCount = 0;
  let isOver = false;
  /** Promises that were broken while nobody could be told. */
  const broken: string[] = [];

  function expect(isKept: boolean, otherwise: string): void {
    if (!isKept) broken.push(otherwise);
  }

  function logOn(): void {
    const count = chance.between(0, 150);
    for (let index = 0; index < count; index += 1) {
      tenant.logs.push(logAt(tenant.logs.length + 1, clock.now() - chance.between(0, 30_000)));
    }
  }

  /** Answers in place of a page or an acceptance, now and then. */
  function trouble(): RetryOutcome | undefined {
    if (isOver || !chance.isOneIn(25)) return undefined;
    const waitMs = chance.oneOf(1_000, 60_000);
    return { status: 'retry', reason: '429', isRateLimited: chance.isOneIn(2), waitMs };
  }

  function page(after: string): PageOutcome {
    const first = Number(after.slice(3));
    const logs = tenant.logs.slice(first, first + 100);
    const continuesAfter = logs.at(-1)?.log_id ?? after;
    const pause = chance.isOneIn(10) ? { pauseMs: chance.between(1, 4_000) } : {};
    const isFull = logs.length === 100;
    return trouble() ?? { status: 'page', page: { logs, continuesAfter, isFull, ...pause } };
  }

  function receive(records: readonly EncodedRecord[]): DeliveryOutcome {
    if (!isOver && chance.isOneIn(60)) {
      return { status: 'refused', reason: 'for a while', isTooLarge: false };
    }
    const failure = trouble();
    if (failure !== undefined) return failure;
    for (const record of records) received.add(record.logId);
    return { status: 'accepted' };
  }

  function write(account: Account, document: unknown, version: string | undefined): WriteOutcome {
    if (version !== String(stored.revision)) {
      conflictCount += 1;
      return { status: 'conflict' };
    }
    const before = stored.checkpoint;
    const after = checkpointIn(document) ?? '';
    expect(after >= before, `the checkpoint moved back from ${before} to ${after}`);
    for (const { log_id: id } of tenant.logs.slice(Number(before.slice(3)))) {
      if (id > after) break;
      expect(received.has(id), `the checkpoint ${after} lies beyond the lost log ${id}`);
    }
    account.stored = after;
    stored = {
      text: JSON.stringify(document),
      revision: stored.revision + 1,
      checkpoint: after,
    };
    return { status: 'written', version: String(stored.revision) };
  }

  function worldOf(account: Account, maxRunMs: number): RunWorld {
    const { life, batches } = account;
    return {
      clock: life.clock,
      tenant: {
        timeOf: tenant.timeOf,
        fetchPage: (after, timeoutMs) =>
          faults.call<PageOutcome>(life, {
            timeoutMs,
            effect: () => page(after),
            failure: NO_ANSWER,
          }),
      },
      destination: {
        ...createDestination(clock, MAX_BATCH_RECORDS),
        deliver: (records, timeoutMs) =>
          faults.call<DeliveryOutcome>(life, {
            timeoutMs,
            effect: () => receive(records),
            failure: NO_ANSWER,
            onAnswer(outcome) {
              if (outcome.status !== 'accepted') return;
              batches.push(records.map((record) => record.logId));
              const count = unstoredOf(account).length;
              expect(count <= MAX_UNSTORED_BATCHES, `${count} accepted batches were not stored`);
            },
          }),
      },
      store: {
        read: (timeoutMs) =>
          faults.call<ReadOutcome>(life, {
            timeoutMs,
            effect() {
              const document: unknown = JSON.parse(stored.text);
              return { status: 'read', document, version: String(stored.revision) };
            },
            failure: { status: 'failed', reason: 'no answer' },
          }),
        write: (document, version, timeoutMs) =>
          faults.call<WriteOutcome>(life, {
            timeoutMs,
            effect: () => write(account, document, version),
            failure: NOT_STORED,
          }),
      },
      maxRunMs,
      minIntervalMs: 0,
      random: () => chance.next(),
    };
  }

  /** Lets a run begin; resolves when it has ended or died. */
  async function perform(skewMs: number, dies: boolean): Promise<Account> {
    const maxRunMs = chance.oneOf(5_000, 20_000);
    const life = createLife(clock, skewMs);
    const account: Account = {
      life,
      batches: [],
      stored: stored.checkpoint,
    };
    accounts.push(account);
    const startedAtMs = clock.now();
    if (dies) void clock.sleep(chance.between(0, maxRunMs)).then(() => life.die());
    const ended = runWorld(worldOf(account, maxRunMs)).then((result) => {
      account.result = result;
      const tookMs = clock.now() - startedAtMs;
      expect(tookMs <= maxRunMs, `a run of ${maxRunMs} ms took ${tookMs} ms`);
    });
    await Promise.race([ended, life.death]);
    return account;
  }

  return {
    accounts,
    conflicts: () => conflictCount,
    async storm() {
      const runs: Promise<Account>[] = [];
      for (let count = chance.between(4, 10); count > 0; count -= 1) {
        logOn();
        const skewMs = chance.isOneIn(3) ? chance.between(-5 * MINUTE_MS, 5 * MINUTE_MS) : 0;
        runs.push(perform(skewMs, chance.isOneIn(3)));
        await clock.sleep(chance.oneOf(0, 2_000, 15_000, MINUTE_MS, 2 * MINUTE_MS));
      }
      await Promise.all(runs);
    },
    async drain() {
      faults.cease();
      isOver = true;
      // As long as the lease of a run whose clock was ahead may last, and some more.
      for (let count = 0; count < 12; count += 1) {
        const { result } = await perform(0, false);
        if (result?.status === 'ran' && result.report.outcome === 'caught-up') return;
        await clock.sleep(MINUTE_MS);
      }
      expect(false, 'the drain did not come to its end');
    },
    check() {
      assert.deepEqual(broken, []);
      for (const { log_id: id } of tenant.logs) assert.ok(received.has(id), `${id} was lost`);
      assert.equal(stored.checkpoint, logId(tenant.logs.length));
      assert.equal(stateIn(JSON.parse(stored.text)).lease, null);
      checkRepeats(accounts);
      checkCaughtUp(accounts);
    },
  };
}

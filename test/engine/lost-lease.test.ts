import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LEASE_MS } from '../../src/engine/lease.ts';
import type { RunReport } from '../../src/engine/report.ts';
import { EMPTY_STATE } from '../../src/engine/state.ts';
import { WebtaskDocument } from '../../src/sandbox/webtask-storage.ts';
import { createWebtaskStore, type WebtaskStorage } from '../../src/state/webtask-store.ts';
import { createSystemClock } from '../../src/system-clock.ts';
import { createDestination, createTenant, logId, reportOf, runWorld } from './simulation.ts';

/** What another run wrote when it took over. */
const OTHERS = {
  ...EMPTY_STATE,
  lease: { holder: 'another run', expiresAtMs: Date.now() + LEASE_MS },
  checkpoints: { 'data-collector': [{ after: logId(777) }] },
};

/** A storage that takes what it is told with a conflict for its last read, as Auth0's examples have it. */
function forgiving(document: WebtaskDocument): WebtaskStorage {
  const storage = document.open();
  return {
    get: (callback) => storage.get(callback),
    set: (data, options, callback) =>
      storage.set(data, options, (error) => {
        if (error?.code !== 409) return callback(error);
        storage.get(() => callback(error));
      }),
  };
}

/** Runs over a storage whose document is replaced in the middle; gives the report and what came after. */
async function runAndReplace(
  document: WebtaskDocument,
  storage: WebtaskStorage,
  replacement: unknown,
): Promise<{ readonly report: RunReport; readonly writesAfterwards: number }> {
  const clock = createSystemClock();
  const tenant = createTenant(clock, 2_000);
  const destination = createDestination(clock);
  tenant.latencyMs = 1;
  destination.latencyMs = 1;
  let writesBefore = 0;
  destination.answer = () => {
    if (destination.batches.length === 3) {
      document.replace(replacement);
      writesBefore = document.counters().writes;
    }
    return { status: 'accepted' };
  };
  const store = createWebtaskStore(storage);
  const world = { clock, tenant, destination, store, maxRunMs: 5_000, minIntervalMs: 0 };
  const report = await reportOf(runWorld(world));
  return { report, writesAfterwards: document.counters().writes - writesBefore };
}

const replacements: readonly (readonly [string, unknown])[] = [
  ['another run took its lease', OTHERS],
  ['the document became one of another version', { version: 0, positions: [logId(777)] }],
  ['a person put a text in its place', 'text'],
  ['a person deleted it', undefined],
];

for (const [what, replacement] of replacements) {
  test(`never writes again once ${what}, not even its report`, async () => {
    for (const open of [(document: WebtaskDocument) => document.open(), forgiving]) {
      const document = new WebtaskDocument();
      const { report, writesAfterwards } = await runAndReplace(
        document,
        open(document),
        replacement,
      );

      assert.equal(report.outcome, 'stopped');
      assert.match(report.reason ?? '', /another run took over the lease/);
      assert.equal(writesAfterwards, 0);
      assert.deepEqual(document.peek(), replacement);
    }
  });
}

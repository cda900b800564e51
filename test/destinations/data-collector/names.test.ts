/** Records go by the ids of their logs, although a column shows something else. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodeRecord } from '../../../src/destinations/data-collector/encode.ts';
import { encodeLog } from '../../../src/engine/encode-log.ts';
import { exportRun } from '../../../src/engine/export-run.ts';
import { replayRun } from '../../../src/engine/replay-run.ts';
import { run, type Work } from '../../../src/engine/run.ts';
import type { EncodedRecord } from '../../../src/engine/walls.ts';
import { toRecord } from '../../../src/records/to-record.ts';
import { ACCEPTED, REFUSED } from '../../engine/poison.ts';
import {
  createWorld,
  logId,
  PLAIN_VAULT,
  reportOf,
  stateIn,
  storedCheckpoint,
  type World,
} from '../../engine/simulation.ts';

const GUID = '0f8fad5b-d9cb-469f-a165-';

/** Ids that the service would take for something else than text, in the order of their numbers. */
const forms: Readonly<Record<string, (number: number) => string>> = {
  GUID: (number) => `${GUID}${String(number).padStart(12, '0')}`,
  date: (number) => `2026-11-${String(number).padStart(2, '0')}`,
};

/** A tenant with eight logs of such ids, and the Data Collector's own encoder. */
function worldOf(idOf: (number: number) => string): World {
  const world = createWorld(0, 8);
  for (let number = 1; number <= 8; number += 1) {
    world.tenant.logs.push({ log_id: idOf(number), type: 's', atMs: world.clock.now() - 1_000 });
  }
  world.destination.encode = encodeRecord;
  return world;
}

function partsOf({ tenant, destination, clock, store, maxRunMs }: World) {
  return {
    source: tenant,
    destinations: [destination],
    toRecord,
    tokens: { restore: () => undefined, sealed: () => ({}) },
    vault: PLAIN_VAULT,
    startAfter: () => logId(0).replace(/^9/, '0'),
    random: () => 0.5,
    clock,
    store,
    maxRunMs,
    minIntervalMs: 0,
  };
}

function perform(world: World, work: Work) {
  return reportOf(run(partsOf(world), { trigger: 'administrator' }, work));
}

function holds(records: readonly EncodedRecord[], id: string): boolean {
  return records.some(({ bytes }) => bytes.toString().includes(id));
}

for (const [form, idOf] of Object.entries(forms)) {
  test(`keeps the id of a log that looks like a ${form} in the checkpoint, although its column says more`, async () => {
    const log = { log_id: idOf(3), type: 's' };
    const { logId: name, bytes } = encodeLog(log, toRecord, {
      ...createWorld(0).destination,
      encode: encodeRecord,
    });
    assert.equal(name, idOf(3));
    assert.ok(bytes.toString().includes(`"text:${idOf(3)}"`));

    const world = worldOf(idOf);
    world.destination.answer = (records) => {
      if (holds(records, idOf(3))) return REFUSED;
      return holds(records, idOf(6)) ? { status: 'misconfigured', problem: 'a key' } : ACCEPTED;
    };
    const report = await perform(world, exportRun(partsOf(world)));
    assert.equal(report.outcome, 'misconfigured');
    assert.equal(storedCheckpoint(world.store), idOf(2));
    assert.equal(report.deliveries[0]?.checkpoint, idOf(2));
  });

  test(`keeps the id of a log that looks like a ${form} in its dead letter, which a replay finds`, async () => {
    const world = worldOf(idOf);
    world.destination.answer = (records) => (holds(records, idOf(3)) ? REFUSED : ACCEPTED);
    await perform(world, exportRun(partsOf(world)));
    const { deadLetters } = stateIn(world.store.document);
    assert.deepEqual(
      deadLetters.map((letter) => letter.logId),
      [idOf(3)],
    );
    assert.equal(storedCheckpoint(world.store), idOf(8));

    const withoutContent = deadLetters.map(({ content: _, ...rest }) => rest);
    world.store.document = { ...stateIn(world.store.document), deadLetters: withoutContent };
    world.destination.answer = () => ACCEPTED;
    const report = await perform(world, replayRun(partsOf(world), deadLetters));
    assert.equal(report.outcome, 'caught-up');
    assert.deepEqual(stateIn(world.store.document).deadLetters, []);
    assert.ok(holds(world.destination.batches.at(-1) ?? [], `text:${idOf(3)}`));
  });
}

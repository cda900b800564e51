import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defectEnding } from '../../src/engine/defect.ts';
import { createWorld, logId, reportOf, runWorld, stateIn, type World } from './simulation.ts';

/** Ways in which a part can break the contract that it never throws. */
const defects: readonly (readonly [string, (world: World) => void])[] = [
  [
    'making a record',
    (world) => {
      const { encode } = world.destination;
      world.destination.encode = (record) => {
        if (record['log_id'] === logId(950)) throw new Error('user@example.com');
        return encode(record);
      };
    },
  ],
  [
    'a delivery',
    (world) => {
      world.destination.answer = (records) => {
        if (records[0]?.logId === logId(901)) throw new Error('user@example.com');
        return { status: 'accepted' };
      };
    },
  ],
  [
    'the source while nobody waits for its page yet',
    (world) => {
      const { fetchPage } = world.tenant;
      world.destination.latencyMs = 3_000;
      world.tenant.fetchPage = (after, timeoutMs) => {
        if (after === logId(200)) throw new Error('user@example.com');
        return fetchPage(after, timeoutMs);
      };
    },
  ],
  [
    'the store',
    (world) => {
      world.store.beforeWrite = () => {
        if (world.store.written.length === 3) {
          world.store.beforeWrite = () => {};
          throw new Error('user@example.com');
        }
      };
    },
  ],
];

for (const [what, plant] of defects) {
  test(`ends as stopped after a defect in ${what}, and leaves nothing under way`, async () => {
    const world = createWorld(3_000);
    world.destination.latencyMs = 400;
    world.store.latencyMs = 300;
    plant(world);

    const report = await reportOf(runWorld(world));
    const writes = world.store.written.length;
    const { attempts } = world.destination;
    await world.clock.sleep(10_000);

    assert.equal(report.outcome, 'stopped');
    assert.match(report.reason ?? '', /the exporter has a defect \(Error at .*defect\.test\.ts/);
    assert.equal(world.store.written.length, writes, 'no write after its end');
    assert.equal(world.destination.attempts, attempts, 'no delivery after its end');
    const state = stateIn(world.store.document);
    assert.equal(state.lease, null);
    assert.equal(state.history[0]?.runId, report.runId);
    assert.doesNotMatch(JSON.stringify(state), /user@example/);
  });
}

test('tells the place of a defect but not its message, which may hold what a log held', () => {
  const { outcome, reason } = defectEnding(new TypeError('user@example.com'));
  assert.equal(outcome, 'stopped');
  assert.match(reason ?? '', /^the exporter has a defect \(TypeError at .*defect\.test\.ts:\d+/);
  assert.doesNotMatch(reason ?? '', /user@example/);
});

test('tells nothing of what was thrown when it is no error, or has no place', () => {
  const place = 'at an unknown place); please report it';
  const placeless = new Error('user@example.com');
  delete placeless.stack;
  const values = ['user@example.com', undefined, null, { message: 'user@example.com' }, placeless];
  assert.deepEqual(
    values.map((value) => defectEnding(value).reason),
    ['string', 'undefined', 'object', 'object', 'Error'].map(
      (name) => `the exporter has a defect (${name} ${place}`,
    ),
  );
});

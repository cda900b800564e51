import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EMPTY_STATE } from '../../src/engine/state.ts';
import { START_MS } from '../engine/simulated-clock.ts';
import { createChance } from './chance.ts';
import { playOutage } from './outage.ts';
import { calmPlan } from './plan.ts';
import { createWorld, type World } from './world.ts';

const HOUR_MS = 3_600_000;

test('asks once for each full page while both destinations keep together', async () => {
  for (const seed of [1, 2, 3]) {
    const { broken, askedTwice } = await playOutage({ seed, working: 0, outage: undefined });
    assert.deepEqual(broken, []);
    assert.deepEqual(askedTwice, []);
  }
});

/** Both destinations stand at the first of some logs; three days later five more have come. */
async function runWithKnowledge(completeUntilMs: Readonly<Record<string, number>>): Promise<World> {
  const early = createWorld(createChance(1), calmPlan(), 'both');
  early.tenant.addLogs(1);
  const after = early.tenant.logs[0]?.log_id ?? '';
  const checkpoints = { 'data-collector': [{ after }], 'logs-ingestion': [{ after }] };
  const document = { ...EMPTY_STATE, checkpoints, completeUntilMs };
  const world = createWorld(createChance(1), calmPlan(document), 'both');
  world.tenant.addLogs(1);
  world.clock.set(START_MS + 72 * HOUR_MS);
  world.tenant.addLogs(5);
  const { result } = await world.export();
  assert.equal(result?.status === 'ran' ? result.report.outcome : result?.status, 'caught-up');
  return world;
}

const LATELY = START_MS + 70 * HOUR_MS;

test('checks the first page for each destination on its own when they know different things of it', async () => {
  const { tenant } = await runWithKnowledge({ 'data-collector': LATELY });
  assert.equal(tenant.searches, 1);
});

test('checks the first page once for both when they know the same of it', async () => {
  assert.equal((await runWithKnowledge({})).tenant.searches, 1);
  const [known] = [{ 'data-collector': LATELY, 'logs-ingestion': LATELY }];
  assert.equal((await runWithKnowledge(known)).tenant.searches, 0);
});

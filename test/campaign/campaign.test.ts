import assert from 'node:assert/strict';
import { env } from 'node:process';
import { test } from 'node:test';
import range from 'lodash/range';
import { MAX_UNSTORED_BATCHES } from '../../src/engine/deliveries.ts';
import { playCampaign } from './campaign.ts';
import { addTallies, type Tally } from './tally.ts';

/** One campaign alone with `CAMPAIGN_SEED=17 npx tsx --test test/campaign/campaign.test.ts`. */
const { CAMPAIGN_SEED } = env;
const SEEDS = CAMPAIGN_SEED === undefined ? range(1, 101) : [Number(CAMPAIGN_SEED)];

test('loses no log and keeps every bound, whatever fails, hangs, dies, overlaps or tells the wrong time', async () => {
  const tallies: Tally[] = [];
  for (const seed of SEEDS) {
    const { tally, broken } = await playCampaign(seed);
    assert.deepEqual(broken, [], `repeat this campaign with CAMPAIGN_SEED=${seed}`);
    tallies.push(tally);
  }
  if (CAMPAIGN_SEED !== undefined) return;
  const tally = addTallies(tallies);
  // Otherwise the campaigns would have shown nothing.
  const shown = JSON.stringify(tally);
  assert.ok(tally.deaths > 100 && tally.runs > 700 && tally.faults > 1_000, shown);
  assert.ok(tally.conflicts > 100 && tally.deadLetters > 50 && tally.requests > 50, shown);
  assert.ok(tally.deletedUnread > 100, shown);
  assert.ok(tally.runsToBoth > 100 && tally.switches > 30, shown);
  assert.equal(tally.lost, 0);
  assert.ok(tally.mostUnstoredBatches > MAX_UNSTORED_BATCHES / 2, shown);
  assert.ok(tally.mostUnstoredBatches <= MAX_UNSTORED_BATCHES, shown);
});

import assert from 'node:assert/strict';
import { env } from 'node:process';
import { test } from 'node:test';
import range from 'lodash/range';
import { MAX_UNSTORED_BATCHES } from '../../src/engine/deliveries.ts';
import { createCampaign } from './campaign.ts';
import { unstoredOf } from './campaign-accounts.ts';
import { createChance } from './campaign-faults.ts';

/** One campaign alone with `CAMPAIGN_SEED=17 npx tsx --test test/engine/campaign.test.ts`. */
const { CAMPAIGN_SEED } = env;
const SEEDS = CAMPAIGN_SEED === undefined ? range(1, 151) : [Number(CAMPAIGN_SEED)];

interface Tally {
  deaths: number;
  ends: number;
  conflicts: number;
  mostUnstored: number;
}

async function runCampaign(seed: number, tally: Tally): Promise<void> {
  const campaign = createCampaign(createChance(seed));
  await campaign.storm();
  await campaign.drain();
  campaign.check();
  for (const account of campaign.accounts) {
    if (account.life.isAlive) tally.ends += 1;
    else tally.deaths += 1;
    tally.mostUnstored = Math.max(tally.mostUnstored, unstoredOf(account).length);
  }
  tally.conflicts += campaign.conflicts();
}

test('loses no log and keeps every bound, whatever fails, hangs, dies, overlaps or tells the wrong time', async () => {
  const tally: Tally = { deaths: 0, ends: 0, conflicts: 0, mostUnstored: 0 };
  for (const seed of SEEDS) {
    try {
      await runCampaign(seed, tally);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const advice = `repeat this campaign with CAMPAIGN_SEED=${seed}`;
      throw new Error(`${reason} (${advice})`, { cause: error });
    }
  }
  if (CAMPAIGN_SEED !== undefined) return;
  // Otherwise the campaign would have shown nothing.
  assert.ok(tally.deaths > 100 && tally.ends > 700, JSON.stringify(tally));
  assert.ok(tally.conflicts > 100, JSON.stringify(tally));
  assert.equal(tally.mostUnstored, MAX_UNSTORED_BATCHES);
});

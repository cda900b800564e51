import assert from 'node:assert/strict';
import { env } from 'node:process';
import { test } from 'node:test';
import { runKillCampaign } from './kill-campaign.ts';
import { describeFigures, problemsOf } from './kill-figures.ts';

/** Another one with `KILLS_SEED=17 npx tsx --test test/kills/kills.test.ts`; hundreds with `run-kills.ts`. */
const seed = Number(env['KILLS_SEED'] ?? 1);

test('loses no log when its process is killed at any instant, and repeats at most 8 batches for each kill', async () => {
  const advice = `repeat this campaign with KILLS_SEED=${seed}`;
  const figures = await runKillCampaign({ seed, kills: 10 }).catch((error: unknown) => {
    throw new Error(`${String(error)} (${advice})`, { cause: error });
  });

  assert.deepEqual(problemsOf(figures), [], `${advice}\n${describeFigures(figures)}`);
});

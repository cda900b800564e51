/** A seeded story of everything that goes wrong at once, and of how it is put right again. */

import { deliveriesTo, unstoredRecords } from './accounts.ts';
import { MAX_BATCH_RECORDS } from './campaign-settings.ts';
import { createChance } from './chance.ts';
import { drain } from './drain.ts';
import { playOutageOf } from './outage.ts';
import { stormPlan } from './plan.ts';
import { judge } from './promises.ts';
import { planStorm, storm } from './storm.ts';
import type { Tally } from './tally.ts';
import { createWorld, type World } from './world.ts';

const OUTAGE_ONCE_IN = 100;

export interface Played {
  readonly tally: Tally;
  /** Every promise that was broken, in a sentence. */
  readonly broken: readonly string[];
}

/** Plays the campaign of a seed. */
export async function playCampaign(seed: number): Promise<Played> {
  const chance = createChance(seed);
  const plan = planStorm(chance);
  const world = createWorld(chance, stormPlan(chance), plan.choice);
  const { requests, switches } = await storm(world, plan, chance);
  const deadLetters = await drain(world, chance);
  const { broken, lost, deletedUnread } = judge(world);
  const { accounts, faults, storage, tenant } = world;
  const tally: Tally = {
    runs: accounts.length,
    runsToBoth: accounts.filter(({ deliveries }) => deliveries.length > 1).length,
    deaths: accounts.filter(({ life }) => !life.isAlive).length,
    faults: faults.count(),
    conflicts: storage.conflicts(),
    logs: tenant.logs.length,
    deletedUnread,
    deadLetters,
    replayed: deadLetters - storage.state().deadLetters.length,
    requests,
    switches,
    lost,
    mostUnstoredBatches: mostUnstored(world) / MAX_BATCH_RECORDS,
  };
  return { tally, broken: [...broken, ...(await brokenInOutage(seed))] };
}

/** Some campaigns tell a calm story besides, in which the time is measured that a working destination takes. */
async function brokenInOutage(seed: number): Promise<readonly string[]> {
  if (seed % OUTAGE_ONCE_IN !== 0) return [];
  const { broken } = await playOutageOf(seed);
  return broken.map((reason) => `in an outage: ${reason}`);
}

/** A checkpoint that was moved back makes everything behind it look unstored. */
function mostUnstored({ accounts, receivers, watch }: World): number {
  const counts = receivers
    .filter(({ kind }) => watch.moves(kind) === 0)
    .flatMap(({ kind }) => deliveriesTo(accounts, kind).map(unstoredRecords));
  return Math.max(0, ...counts);
}

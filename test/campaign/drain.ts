/** The second part of a campaign: nothing goes wrong by chance any more, and all is put right and brought to its end. */

import { type Account, outcomeAt, outcomeOf } from './accounts.ts';
import type { Choice } from './campaign-settings.ts';
import type { Chance } from './chance.ts';
import { openedIn, placeIn } from './storage.ts';
import type { World } from './world.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Far more than the backlog of a storm needs. */
const MOST_RUNS = 40;

/**
 * Runs on until everything is exported to every destination that was ever chosen, and replays what
 * was set aside; resolves to how much that was.
 */
export async function drain(world: World, chance: Chance): Promise<number> {
  const { clock, faults, receivers, storage, tenant, watch } = world;
  faults.cease();
  for (const receiver of receivers) receiver.trouble = undefined;
  // Longer than a lease of a clock that was ahead lasts, and than what proves that a place is lost.
  await clock.sleep(2 * HOUR_MS);
  await world.ask({ kind: 'resume', by: 'the last administrator', atMs: clock.now() });
  // One that was switched off goes on where it stopped.
  world.choice = choiceOfAll(world);
  if (world.choice === 'both' && chance.isOneIn(2)) await drainOneWithoutTheOther(world, chance);
  const isCaughtUp = (account: Account): boolean => outcomeOf(account) === 'caught-up';
  watch.expect(await runUntil(world, isCaughtUp), 'the drain did not come to its end');
  for (const receiver of receivers) receiver.poison.clear();
  const { deadLetters } = storage.state();
  if (deadLetters.length > 0) await world.replay();
  for (const { destination, logId, content } of storage.state().deadLetters) {
    const log = tenant.logs.find((candidate) => candidate.log_id === logId);
    const isGone = content === undefined && log !== undefined && !tenant.isRetained(log);
    watch.expect(isGone, `the dead letter ${logId} of ${destination} was not replayed`);
  }
  return deadLetters.length;
}

/** What is chosen now, and whatever was chosen before. */
function choiceOfAll({ storage, choice }: World): Choice {
  const opened = openedIn(storage.state());
  return opened.every((kind) => kind === choice) ? choice : 'both';
}

/** One destination gets all there is in the usual number of runs, although the other one is down. */
async function drainOneWithoutTheOther(world: World, chance: Chance): Promise<void> {
  const { receivers, storage, tenant, watch } = world;
  const [working, down] = chance.oneOf<readonly [0 | 1, 0 | 1]>([0, 1], [1, 0]);
  const { kind } = receivers[working];
  const broken = receivers[down];
  broken.trouble = chance.oneOf(...broken.troubles);
  const isCaughtUp = (account: Account): boolean => outcomeAt(account, kind) === 'caught-up';
  const hasComeToItsEnd = await runUntil(world, isCaughtUp);
  const name = `${kind} beside one that is ${broken.trouble.name}`;
  watch.expect(hasComeToItsEnd, `${name} did not come to its end`);
  const last = tenant.logs.at(-1);
  const isLastThere = last !== undefined && tenant.isRetained(last);
  const place = placeIn(storage.state(), kind);
  watch.expect(!isLastThere || place === last.log_id, `${name} says that ${place} is the end`);
  broken.trouble = undefined;
}

async function runUntil(world: World, isDone: (account: Account) => boolean): Promise<boolean> {
  for (let count = 0; count < MOST_RUNS; count += 1) {
    const account = await world.export();
    if (isDone(account)) return true;
    // Too much of one batch was poison: somebody puts the cause right.
    for (const { kind, poison } of world.receivers) {
      if (outcomeAt(account, kind) === 'misconfigured') poison.clear();
    }
    await world.clock.sleep(MINUTE_MS);
  }
  return false;
}

/** Destinations that refuse some records for ever, and what must hold when they do. */

import assert from 'node:assert/strict';
import type { DeadLetter } from '../../src/engine/dead-letters.ts';
import type { DeliveryOutcome, EncodedRecord } from '../../src/engine/walls.ts';
import { stateIn, storedCheckpoint, type World } from './simulation.ts';

export const REASON = 'Azure answered 400';
export const REFUSED: DeliveryOutcome = { status: 'refused', reason: REASON };
export const ACCEPTED: DeliveryOutcome = { status: 'accepted' };

/** An answer that refuses every batch in which one of these records is. */
export function refusing(ids: Iterable<string>) {
  const poison = new Set(ids);
  return (records: readonly EncodedRecord[]): DeliveryOutcome =>
    records.some(({ logId }) => poison.has(logId)) ? REFUSED : ACCEPTED;
}

export function deadLettersIn(document: unknown): readonly DeadLetter[] {
  return stateIn(document).deadLetters;
}

/** The ids of the dead letters that the store holds, in its order. */
export function storedDeadLetters({ store }: World): readonly string[] {
  return deadLettersIn(store.document).map(({ logId }) => logId);
}

/**
 * Watches every write of the state: a checkpoint must never lie past a log that the destination
 * did not have by then, unless its dead letter is in the same document or in one before. The
 * answer of this function fails when that was broken.
 */
export function watchCheckpoint({ store, destination, tenant }: World): () => void {
  const broken: string[] = [];
  const letters = new Set<string>();
  const write = store.write;
  let writes = 0;
  store.write = (document, version, timeoutMs) => {
    writes += 1;
    const checkpoint = stateIn(document).checkpoints['data-collector']?.at(-1)?.after ?? '';
    for (const { logId } of deadLettersIn(document)) letters.add(logId);
    const received = new Set(destination.received);
    for (const { log_id: id } of tenant.logs) {
      if (id <= checkpoint && !received.has(id) && !letters.has(id)) {
        broken.push(`write ${writes} is past ${id} at ${checkpoint}`);
      }
    }
    return write(document, version, timeoutMs);
  };
  return () => {
    assert.ok(writes > 0, 'something was written');
    assert.deepEqual(broken, []);
  };
}

/** Everything but these records has arrived exactly once, and the checkpoint lies past all. */
export function checkAllBut(world: World, ids: readonly string[]): void {
  const expected = world.tenant.logs.map((log) => log.log_id).filter((id) => !ids.includes(id));
  assert.deepEqual([...world.destination.received].sort(), expected);
  assert.deepEqual([...storedDeadLetters(world)].sort(), [...ids].sort());
  assert.equal(storedCheckpoint(world.store), world.tenant.logs.at(-1)?.log_id);
}

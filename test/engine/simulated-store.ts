/** A store in memory that knows nothing but documents and versions. */

import type { Clock, StateStore } from '../../src/engine/walls.ts';

export const NO_ANSWER = 'no answer in time';

export interface SimulatedStore extends StateStore {
  document: unknown;
  /** Every document that was written. */
  readonly written: unknown[];
  reads: number;
  latencyMs: number;
  /** Called before a write is looked at; may change the document, as somebody else would. */
  beforeWrite: () => void;
  failure: string | undefined;
}

export function createStore(clock: Clock, document?: unknown): SimulatedStore {
  let revision = 0;
  let known: unknown = document;
  const store: SimulatedStore = {
    document,
    written: [],
    reads: 0,
    latencyMs: 20,
    beforeWrite: () => {},
    failure: undefined,
    async read(timeoutMs) {
      store.reads += 1;
      await clock.sleep(Math.min(store.latencyMs, timeoutMs));
      if (store.latencyMs > timeoutMs) return { status: 'failed', reason: NO_ANSWER };
      if (store.failure !== undefined) return { status: 'failed', reason: store.failure };
      noticeForeignWrite();
      return { status: 'read', document: structuredClone(store.document), version: `${revision}` };
    },
    async write(changed, version, timeoutMs) {
      store.beforeWrite();
      const { latencyMs } = store;
      await clock.sleep(Math.min(latencyMs, timeoutMs));
      if (latencyMs > timeoutMs) return { status: 'failed', reason: NO_ANSWER, isTooLarge: false };
      if (store.failure !== undefined) {
        return { status: 'failed', reason: store.failure, isTooLarge: false };
      }
      noticeForeignWrite();
      if (version !== `${revision}`) return { status: 'conflict' };
      store.document = structuredClone(changed);
      known = store.document;
      store.written.push(store.document);
      revision += 1;
      return { status: 'written', version: `${revision}` };
    },
  };
  function noticeForeignWrite(): void {
    if (store.document !== known) {
      known = store.document;
      revision += 1;
    }
  }
  return store;
}

/** The state store of the extension: the one JSON document that the platform keeps for a webtask. */

import WebtaskStorageContext from 'auth0-extension-tools/src/storage/webtaskStorageContext';
import type { StateStore } from '../engine/walls.ts';
import { withTimeout } from './with-timeout.ts';

/** The storage of a request, as the platform hands it over in `context.storage`. */
export interface WebtaskStorage {
  get(callback: (error: unknown, data?: unknown) => void): void;
  set(
    data: unknown,
    options: Readonly<Record<string, unknown>>,
    callback: (error?: unknown) => void,
  ): void;
}

/** Makes the store for one request; a storage must never outlive its request. */
export function createWebtaskStore(storage: WebtaskStorage): StateStore {
  // Without `force: 0` the context would overwrite whatever another run has written meanwhile.
  const context = new WebtaskStorageContext(storage, { force: 0 });
  /**
   * The storage itself compares with what it has read last, whoever asked for that and whether it
   * was used, even if its answer came too late. A write is only safe if it follows from that very
   * read, so reads are numbered.
   */
  let reads = 0;
  return {
    async read(timeoutMs) {
      reads += 1;
      const version = String(reads);
      let isTooLate = false;
      const reading = context.read().finally(() => {
        if (isTooLate) reads += 1;
      });
      try {
        const document = await withTimeout(reading, timeoutMs);
        return {
          status: 'read',
          document: isEmptyObject(document) ? undefined : document,
          version,
        };
      } catch (error) {
        isTooLate = true;
        return { status: 'failed', reason: `the webtask storage failed: ${messageOf(error)}` };
      }
    },
    async write(document, version, timeoutMs) {
      if (version !== String(reads)) return { status: 'conflict' };
      try {
        await withTimeout(context.write(document), timeoutMs);
        return { status: 'written', version };
      } catch (error) {
        if (isConflict(error)) {
          // The storage may take what it was told of the conflict for its last read.
          reads += 1;
          return { status: 'conflict' };
        }
        const reason = `the webtask storage failed: ${messageOf(error)}`;
        return { status: 'failed', reason, isTooLarge: isTooLarge(error, document) };
      }
    },
  };
}

/** What the context gives for an empty storage. */
function isEmptyObject(document: unknown): boolean {
  if (typeof document !== 'object' || document === null || Array.isArray(document)) return false;
  return Object.keys(document).length === 0;
}

/** The platform gives the code 409; its simulator gives only the value that is there now. */
function isConflict(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const { code, conflict } = error as { code?: unknown; conflict?: unknown };
  return code === 409 || conflict !== undefined;
}

/** A smaller document is never refused for its size. */
const SURELY_SMALL_BYTES = 100_000;

/**
 * How the platform refuses a document over its 500 KB is not documented. 413 says so; 400 may mean
 * something else, but not much else can be wrong with a large document that was read before.
 */
function isTooLarge(error: unknown, document: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  if (code === 413) return true;
  return code === 400 && Buffer.byteLength(JSON.stringify(document)) > SURELY_SMALL_BYTES;
}

/** The text of an error, short, because an error of the storage may carry the whole document. */
function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : typeof error;
  return message.slice(0, 200);
}

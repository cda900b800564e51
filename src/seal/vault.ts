/** Keeps records in the state: compressed, because space there is short, and sealed. */

import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Vault } from '../engine/walls.ts';
import type { Seal } from './seal.ts';

/** Far above the largest record; a text that was sealed here never comes near it. */
const MAX_RECORD_BYTES = 64_000_000;

/** Makes a vault over a seal. */
export function createVault(seal: Seal): Vault {
  return {
    lock: (bytes) => seal.seal(deflateRawSync(bytes)),
    unlock(locked) {
      const compressed = seal.openBytes(locked);
      if (compressed === undefined) return undefined;
      try {
        return inflateRawSync(compressed, { maxOutputLength: MAX_RECORD_BYTES });
      } catch {
        return undefined;
      }
    },
  };
}

/** Several caches of tokens as the one that a run knows. */

import type { TokenCache } from '../engine/walls.ts';

/** Each cache takes its own names out of the state, and puts them back; others leave the state. */
export function joinTokenCaches(caches: readonly TokenCache[]): TokenCache {
  return {
    restore(sealedTokens) {
      for (const cache of caches) cache.restore(sealedTokens);
    },
    sealed: () => Object.assign({}, ...caches.map((cache) => cache.sealed())),
  };
}

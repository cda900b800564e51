/** What the sign-in remembers between requests, as long as the platform keeps the process. */

import { type AuthorityKeyMemory, createAuthorityKeyMemory } from './authority-keys.ts';
import { createPasswordThrottle, type PasswordThrottle } from './password-throttle.ts';
import { createUsedOnce, type UsedOnce } from './used-once.ts';

export interface SignInMemory {
  readonly authorityKeys: AuthorityKeyMemory;
  readonly usedStates: UsedOnce;
  readonly passwordThrottle: PasswordThrottle;
  /** For the browsers that have signed in with the password before. */
  readonly knownBrowserThrottle: PasswordThrottle;
}

export function createSignInMemory(): SignInMemory {
  return {
    authorityKeys: createAuthorityKeyMemory(),
    usedStates: createUsedOnce(),
    passwordThrottle: createPasswordThrottle(),
    knownBrowserThrottle: createPasswordThrottle(),
  };
}

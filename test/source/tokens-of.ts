/** The source of tokens as it is assembled for a run. */

import { createSeal } from '../../src/seal/seal.ts';
import { createTokenSource } from '../../src/source/management-token.ts';
import type { TokenSource } from '../../src/tokens/token-source.ts';
import type { Auth0Server } from './auth0-server.ts';

export const CLIENT_SECRET = 'QvX7-not-a-real-secret-8tRk';

/** Another secret makes another seal. */
export function tokensOf(server: Auth0Server, clientSecret = CLIENT_SECRET): TokenSource {
  const { host, origin, http, clock } = server;
  return createTokenSource(
    { domain: host, origin, clientId: 'client-1', clientSecret },
    http,
    createSeal(clientSecret, 'auth0 token'),
    clock,
  );
}

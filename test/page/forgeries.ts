/** Forms that must not sign anybody in, each with what the extension answers. */

import { createHmac, generateKeyPairSync } from 'node:crypto';
import { STRANGER } from '../../src/sandbox/authority/people.ts';
import type { Authority } from '../../src/sandbox/authority/start-authority.ts';
import { SANDBOX_CLIENT_SECRET } from '../../src/sandbox/credentials.ts';
import { type Asked, type Fields, formWith } from './dashboard-over-http.ts';

/** Stands in what is forged, so that an echo of it is seen. */
export const MARK = 'ECHO-ME-7b20';

export const OTHER_ATTEMPT = '400 Another sign-in was begun meanwhile';

type Forge = (authority: Authority, asked: Asked) => Fields;

const nowSeconds = (): number => Math.floor(Date.now() / 1000);

/** A key that the authority never had. */
const { privateKey: foreignKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

function id(change: Readonly<Record<string, unknown>>): Forge {
  return (authority, asked) => formWith(authority, asked, { id: change });
}

function access(change: Readonly<Record<string, unknown>>): Forge {
  return (authority, asked) => formWith(authority, asked, { access: change });
}

/** The sound form with its id token signed in another way. */
function signed(options: (authority: Authority) => Parameters<Authority['sign']>[1]): Forge {
  return (authority, asked) => {
    const { idToken, accessToken } = authority.claimsFor(asked);
    return {
      ...formWith(authority, asked),
      id_token: authority.sign(idToken, options(authority)),
      access_token: authority.sign(accessToken, options(authority)),
    };
  };
}

function posted(change: (fields: Fields) => Fields): Forge {
  return (authority, asked) => {
    const fields = formWith(authority, asked);
    return { ...fields, ...change(fields) };
  };
}

/** What is forged, the status and words of the answer, and how. */
export const FORGERIES: readonly (readonly [what: string, answer: string, forge: Forge])[] = [
  ['a wrong state', OTHER_ATTEMPT, posted(() => ({ state: MARK }))],
  ['no state', OTHER_ATTEMPT, posted(() => ({ state: undefined }))],
  ['the nonce of another sign-in', '403 nonce of the id token', id({ nonce: MARK })],
  ['no nonce', '403 nonce of the id token', id({ nonce: undefined })],
  ['an expired id token', '403 exp of the id token', id({ exp: nowSeconds() - 120 })],
  ['an id token that never expires', '403 exp of the id token', id({ exp: undefined })],
  ['an old id token', '403 iat of the id token', id({ iat: nowSeconds() - 3_600 })],
  [
    'an id token from the future',
    '403 nbf of the id token',
    id({ iat: nowSeconds() + 3_600, nbf: nowSeconds() + 3_600 }),
  ],
  ['a foreign issuer', '403 iss of the id token', id({ iss: `https://${MARK}/` })],
  ['a foreign audience', '403 aud of the id token', id({ aud: `https://${MARK}/` })],
  [
    'an audience among others',
    '403 aud of the id token',
    (authority, asked) => id({ aud: [asked.clientId, MARK] })(authority, asked),
  ],
  ['a foreign azp of the id token', '403 aud of the id token', id({ azp: MARK })],
  ['an id token without subject', '403 sub of the id token', id({ sub: undefined })],
  ['an expired access token', '403 exp of the access token', access({ exp: nowSeconds() - 120 })],
  [
    'an access token of a foreign issuer',
    '403 iss of the access token',
    access({ iss: `https://${MARK}/` }),
  ],
  [
    'an access token for another tenant',
    '403 aud of the access token',
    access({ aud: `https://${MARK}/api/v2/` }),
  ],
  ['an access token for another client', '403 azp of the access token', access({ azp: MARK })],
  ['an access token without azp', '403 azp of the access token', access({ azp: undefined })],
  ['an access token of somebody else', '403 sub of the access token', access({ sub: MARK })],
  [
    'an access token without read:logs',
    '403 You may not see the logs of this tenant',
    access({ scope: 'openid profile email read:users' }),
  ],
  [
    'a scope that only begins alike',
    '403 You may not see the logs of this tenant',
    access({ scope: 'read:logs_users xread:logs' }),
  ],
  [
    'a list of scopes',
    '403 You may not see the logs of this tenant',
    access({ scope: ['read:logs'] }),
  ],
  ['tokens without signature', '403 signature of the id token', signed(() => ({ alg: 'none' }))],
  [
    'tokens whose algorithm is "None"',
    '403 signature of the id token',
    signed(() => ({ alg: 'none', header: { alg: 'None' } })),
  ],
  [
    'tokens signed with the public key as a secret',
    '403 signature of the id token',
    signed(() => ({ alg: 'HS256' })),
  ],
  [
    'tokens signed by another key',
    '403 signature of the id token',
    signed(() => ({ key: foreignKey })),
  ],
  [
    'tokens with the id of an unknown key',
    '403 key of the id token',
    signed(() => ({ kid: MARK, key: foreignKey })),
  ],
  [
    'tokens that bring their key along',
    '403 signature of the id token',
    signed(() => ({
      key: foreignKey,
      header: { jwk: foreignKey.export({ format: 'jwk' }), jku: `https://${MARK}/jwks.json` },
    })),
  ],
  [
    'tokens signed with the secret of the extension',
    '403 signature of the id token',
    signedWithOwnSecret,
  ],
  [
    'the access token as id token',
    '403 nonce of the id token',
    posted(({ access_token }) => ({ id_token: access_token })),
  ],
  [
    'the id token as access token',
    '403 azp of the access token',
    posted(({ id_token }) => ({ access_token: id_token })),
  ],
  ['no id token', '403 no id token came', posted(() => ({ id_token: undefined }))],
  ['no access token', '403 no access token came', posted(() => ({ access_token: undefined }))],
  [
    'texts that are no tokens',
    '403 form of the id token',
    posted(() => ({ id_token: MARK, access_token: `${MARK}.${MARK}.` })),
  ],
  [
    'an error beside good tokens',
    '403 Auth0 did not sign you in',
    posted(() => ({ error: MARK, error_description: MARK })),
  ],
  [
    'a stranger',
    '403 Auth0 did not sign you in',
    (authority, asked) => authority.signIn({ ...asked, user: STRANGER.email }),
  ],
];

/** What the extension itself signs with must not stand in for the authority's key. */
function signedWithOwnSecret(authority: Authority, asked: Asked): Fields {
  const { idToken } = authority.claimsFor(asked);
  const header = { alg: 'HS256', typ: 'JWT', kid: authority.kid() };
  const text = [header, idToken]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  const signature = createHmac('sha256', SANDBOX_CLIENT_SECRET).update(text).digest('base64url');
  return { ...formWith(authority, asked), id_token: `${text}.${signature}` };
}

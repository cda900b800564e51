/** Decides by its name alone whether a key holds a secret. */

/**
 * What a key says about its value. `secret`: text and numbers are masked. `token`: text is masked,
 * numbers are counts or lifetimes and stay. `header`: as `secret`, and in plain text the value runs
 * to the end of the line. `code`: masked when it looks random, because error codes share the name.
 */
export type KeyKind = 'plain' | 'secret' | 'token' | 'header' | 'code';

/** No key that names a secret is longer; what is longer is not looked at. */
export const MAX_KEY_LENGTH = 128;

// All are matched at the end of the key in lower case, without separators and trailing digits.
const HEADER_KEY = /(?:authorization|cookies?|authheader)$/;
const SECRET_KEY = new RegExp(
  `(?:${[
    '(?:passw(?:or)?d|passwrd|passphrase|passcode|pwd)s?(?:hash|value|confirm|confirmation|repeat|again|plain)?',
    '^(?:|smtp|user|db|my|new|old|login)pass',
    'secrets?(?:hash|value|string)?',
    '^(?:user)?pin',
    'otp(?:value)?',
    'codeverifier',
    '(?:device|user|recovery|backup|verification|activation|confirmation|mfa|otp|sms|email|onetime|oob|binding|auth|authorization|access|security|login|reset)codes?',
    '(?:api|private|secret|signing|shared|access|account|master|encryption|decryption|subscription|functions|workspace|hmac|symmetric)keys?',
    'connectionstring',
    '^(?:x?sig|xamzsignature|sharedaccesssignature)',
  ].join('|')})$`,
);
const TOKEN_KEY =
  /(?:tokens?(?:value|hint|string)?|^jwt|^bearer|^wresult|^samlresponse|^assertion|(?:client|saml|token)assertion|^ticket|(?:login|mfa)ticket)$/;

/** Lists of names that Auth0 calls after the secrets they name. */
const NAMES_OF_SECRETS = 'accessedsecrets';

/** Lower case, without separators (`_ - . [ ]` and their percent escapes) and trailing digits. */
function normalise(key: string): string {
  return key
    .toLowerCase()
    .replace(/%(?:25){0,4}[0-9a-f]{2}|[^a-z0-9]/g, '')
    .replace(/^(.*\D)\d{1,9}$/, '$1');
}

/** What a key's name says about its value (the promise that secrets never leave). */
export function classifyKey(key: string): KeyKind {
  if (key.length > MAX_KEY_LENGTH) return 'plain';
  const name = normalise(key);
  if (name === NAMES_OF_SECRETS) return 'plain';
  if (HEADER_KEY.test(name)) return 'header';
  if (SECRET_KEY.test(name)) return 'secret';
  if (TOKEN_KEY.test(name)) return 'token';
  return name === 'code' ? 'code' : 'plain';
}

/** Whether a text is the name of a header that carries a secret, as raw lists of headers hold them. */
export function isSecretHeaderName(text: string): boolean {
  const kind = classifyKey(text);
  if (kind === 'header') return true;
  return (kind === 'secret' || kind === 'token') && text.includes('-');
}

/**
 * Whether a key inside something secret describes it rather than being it: `rotation_type`,
 * `created_at`, the `id` of a refresh token.
 */
export function isDescriptiveKey(key: string): boolean {
  return (
    /^(?:id|kid|jti|iss|aud|alg|name|type|scopes?|audience)$/.test(key) ||
    /(?:_(?:type|at|id|by|method|policy|mode)|[a-z](?:Type|At|Id|By|Method|Policy|Mode))$/.test(key)
  );
}

/**
 * Whether the value of a key named `code` is an authorization code rather than the code of an error
 * or a country: long, and of mixed characters.
 */
export function looksRandom(text: string): boolean {
  return (
    text.length <= 512 &&
    /^[\w.~-]{20,}$/.test(text) &&
    /\d/.test(text) &&
    /[a-z]/.test(text) &&
    /[A-Z]/.test(text)
  );
}

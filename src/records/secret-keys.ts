/** Decides by its name alone whether a key holds a secret. */

/**
 * What a key says about its value. `secret`: text and numbers are masked. `token`: text is masked,
 * numbers are counts or lifetimes and stay. `header`: as `secret`, and in plain text the value runs
 * to the end of the line. `code`: masked when it looks random, because error codes share the name.
 * `text`: text is masked, objects are walked, because they only describe the secret.
 */
export type KeyKind = 'plain' | 'secret' | 'token' | 'header' | 'code' | 'text';

/** No key that names a secret is longer; what is longer is not looked at. */
export const MAX_KEY_LENGTH = 128;

/*
 * All are matched at the end of the key in lower case, without separators and trailing digits.
 * `session_id`, `sid`, `state` and `nonce` are not among them, on purpose: they are identifiers by
 * which people correlate the events of one login, and none of them opens anything by itself.
 */
const HEADER_KEY = /(?:authorization|cookies?|authheader)$/;
const SECRET_KEY = new RegExp(
  `(?:${[
    '(?:passw(?:or)?d|passwrd|passphrase|passcode|pwd)s?(?:hash|value|confirm|confirmation|repeat|again|plain)?',
    '^(?:|smtp|user|db|my|new|old|login)pass',
    '^(?:|smtp|user|db|my|new|old|login|admin|root)pw',
    'secrets?(?:hash|value|string)?',
    '(?:security|secret)answers?(?:hash)?',
    '^(?:user)?pin',
    'otp(?:value)?',
    'codeverifier',
    '(?:device|user|recovery|backup|verification|activation|confirmation|mfa|otp|sms|email|onetime|oob|binding|auth|authorization|access|security|login|reset)codes?',
    '(?:api|private|secret|signing|shared|access|account|master|encryption|decryption|subscription|functions|workspace|hmac|symmetric|write|server|apple)keys?',
    'connectionstring',
    '^(?:x?sig|xamzsignature|sharedaccesssignature)',
  ].join('|')})$`,
);
const TOKEN_KEY =
  /(?:tokens?(?:value|hint|string)?|^jwt|^bearer|^wresult|^samlresponse|^assertion|(?:client|saml|token)assertion|^ticket|(?:login|mfa)ticket|[cx]srf)$/;
const TEXT_KEY =
  /^(?:(?:|user|client|server|db|database|aws|gcp|google|googleapplication|azure|firebase|api|smtp|admin|login|service|serviceaccount|app|application)cred(?:ential)?s?|auth|invitation)$/;
/** Files of keys, whose digits belong to the name. */
const KEY_FILE = /^(?:apns|ios|apple|push)?(?:cert|certificate|key|keystore)?(?:p12|pfx)$/;

/** Names of which `auth` is one only without digits: `auth0` is no key of a secret. */
const AUTH_WITH_DIGITS = /^auth\d/;

/** Lists of names that Auth0 calls after the secrets they name. */
const NAMES_OF_SECRETS = 'accessedsecrets';

/** Lower case, without separators (`_ - . [ ]` and their percent escapes). */
function withoutSeparators(key: string): string {
  return key.toLowerCase().replace(/%(?:25){0,4}[0-9a-f]{2}|[^a-z0-9]/g, '');
}

/** Enough for every key that Auth0 uses; a hostile stream of new keys cannot fill the memory. */
const MAX_CACHED_KINDS = 2000;
const kinds = new Map<string, KeyKind>();
/** A longer piece of a text keeps the whole text in memory for as long as the piece is kept. */
const LONGEST_CACHED_KEY = 12;

/** What a key's name says about its value (the promise that secrets never leave). */
export function classifyKey(key: string): KeyKind {
  if (key.length > MAX_KEY_LENGTH) return 'plain';
  if (key.length > LONGEST_CACHED_KEY) return kindOf(key);
  const known = kinds.get(key);
  if (known !== undefined) return known;
  const kind = kindOf(key);
  if (kinds.size >= MAX_CACHED_KINDS) kinds.clear();
  kinds.set(key, kind);
  return kind;
}

function kindOf(key: string): KeyKind {
  const full = withoutSeparators(key);
  if (KEY_FILE.test(full)) return 'secret';
  const name = full.replace(/^(.*\D)\d{1,9}$/, '$1');
  if (name === NAMES_OF_SECRETS) return 'plain';
  if (HEADER_KEY.test(name)) return 'header';
  if (SECRET_KEY.test(name)) return 'secret';
  if (TOKEN_KEY.test(name)) return 'token';
  if (name === 'code' || name === 'key') return 'code';
  return TEXT_KEY.test(name) && !AUTH_WITH_DIGITS.test(full) ? 'text' : 'plain';
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
 * Whether the value of a key named `code` or `key` is one that opens something, rather than the code
 * of an error or a country: long, and of mixed characters.
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

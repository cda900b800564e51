/** Masks secrets inside a text: credentials, JWTs, private keys, and the values of secret keys. */

import { keyAt, type Span, secretAfter } from './secret-values.ts';

/** What stands in the place of a secret; Auth0 uses the same. */
export const MASK = '*****';

/*
 * Where a secret can stand near. Every key that names a secret contains one of these, so a text
 * without any of them needs no closer look. Each clue is examined over a bounded stretch or leads to
 * a span that is skipped, so the time grows with the length of the text only.
 */
const CLUES =
  'eyJ|-----BEGIN|://|bearer|basic|dpop|sharedkey|pass|pwd|pin|secret|token|jwt|assertion|saml|wresult|key|code|verifier|otp|authorization|header|cookie|ticket|sig|connection.?string';
const HAS_CLUE = new RegExp(CLUES, 'i');
const CLUE = new RegExp(CLUES, 'gi');

const END_OF_JWT = /[^\w\-.]/g;
const SHORTEST_JWT = 20;
const CREDENTIAL = /(?:\s{1,8}|%20|\+)([\w\-.~+/=%:]+)/y;
const USER_INFO = /[^\s/:@?#"'<>]{0,256}:([^\s/@"<>]{1,256})@/y;
const PEM_LABEL_LENGTH = 64;
const SHORTEST_CREDENTIAL = 6;
// Words that follow "Bearer" in sentences and challenges, where no credential does.
const AFTER_BEARER =
  /^(?:tokens?|auth|authentication|authorization|scheme|headers?|realm|error|is|was|or|and|not|in|for|only|grant|assertion|format|type|methods?|credentials?|challenge|usage|required|must|from|flow|access|with|to|the|a|of|will|has|can|cannot|missing|invalid|http|jwts?|value|prefix|client)(?:[.,;:!?)]*$|=)/i;

/**
 * Whether a text has what every recognisable secret has beside it: a delimiter, a space, or the
 * beginning of a JWT. Names and ids have none, and this is much faster than the search for clues.
 */
export function mayHoldSecret(text: string): boolean {
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    if (unit <= 0x20 || unit > 0x7e || isDelimiter(unit)) return true;
    if (unit === 0x4a && text.startsWith('ey', i - 2)) return true;
  }
  return false;
}

/** `=`, `:`, the percent sign of their escapes, and `+`, which is a space in forms. */
function isDelimiter(unit: number): boolean {
  return unit === 0x3d || unit === 0x3a || unit === 0x25 || unit === 0x2b;
}

/** Whether a text that may be JSON needs to be parsed: escapes, `\u0070assword`, hide clues. */
export function mayHoldSecretJson(text: string): boolean {
  return /^\s{0,64}[[{"]/.test(text) && (HAS_CLUE.test(text) || text.includes('\\u'));
}

/**
 * Masks every secret that can be recognised in a text. In one that was parsed as JSON and masked
 * already, `isMaskedJson`, lists and objects under secret keys are left as they are.
 */
export function maskText(text: string, isMaskedJson = false): string {
  if (!mayHoldSecret(text)) return text;
  const search: Search = { text, isMaskedJson, jwtsSeenTo: 0, keysSeenTo: 0 };
  let masked = '';
  let copiedTo = 0;
  CLUE.lastIndex = 0;
  for (let clue = CLUE.exec(text); clue !== null; clue = CLUE.exec(text)) {
    const span = spanNear(search, clue.index, clue[0]);
    if (span === undefined || text.slice(span.start, span.end) === MASK) continue;
    masked += text.slice(copiedTo, span.start) + MASK;
    copiedTo = span.end;
    CLUE.lastIndex = span.end;
  }
  return copiedTo === 0 ? text : masked + text.slice(copiedTo);
}

/** How far a text was searched, so that a run full of clues is not walked again from each of them. */
interface Search {
  readonly text: string;
  readonly isMaskedJson: boolean;
  jwtsSeenTo: number;
  keysSeenTo: number;
}

function spanNear(search: Search, at: number, clue: string): Span | undefined {
  switch (clue.toLowerCase()) {
    case 'eyj':
      return jwtAt(search, at);
    case '-----begin':
      return privateKeyAt(search.text, at);
    case '://':
      return userPasswordAfter(search.text, at + clue.length);
    case 'bearer':
    case 'basic':
    case 'dpop':
    case 'sharedkey':
      return credentialAfter(search.text, at, clue) ?? namedValueAt(search, at);
    default:
      return namedValueAt(search, at);
  }
}

function namedValueAt(search: Search, at: number): Span | undefined {
  if (at < search.keysSeenTo) return undefined;
  const key = keyAt(search.text, at);
  search.keysSeenTo = key.end;
  return secretAfter(search.text, key, search.isMaskedJson);
}

function jwtAt(search: Search, start: number): Span | undefined {
  if (start < search.jwtsSeenTo) return undefined;
  END_OF_JWT.lastIndex = start;
  const end = END_OF_JWT.exec(search.text)?.index ?? search.text.length;
  search.jwtsSeenTo = end;
  const isJwt = end - start >= SHORTEST_JWT && search.text.slice(start, end).includes('.');
  return isJwt ? { start, end } : undefined;
}

function privateKeyAt(text: string, start: number): Span | undefined {
  const label = text.slice(start, start + PEM_LABEL_LENGTH);
  if (!/^-----BEGIN [A-Z0-9 ]*PRIVATE KEY/.test(label)) return undefined;
  const footer = text.indexOf('-----END', start);
  if (footer === -1) return { start, end: text.length };
  const close = text.indexOf('-----', footer + '-----END'.length);
  return { start, end: close === -1 ? text.length : close + '-----'.length };
}

function userPasswordAfter(text: string, at: number): Span | undefined {
  USER_INFO.lastIndex = at;
  const password = USER_INFO.exec(text)?.[1];
  if (password === undefined) return undefined;
  const end = USER_INFO.lastIndex - '@'.length;
  return { start: end - password.length, end };
}

function credentialAfter(text: string, at: number, scheme: string): Span | undefined {
  CREDENTIAL.lastIndex = at + scheme.length;
  const credential = CREDENTIAL.exec(text)?.[1];
  if (credential === undefined) return undefined;
  if (!isCredential(credential, scheme)) return undefined;
  return { start: CREDENTIAL.lastIndex - credential.length, end: CREDENTIAL.lastIndex };
}

/** "Basic" and its like are words of every day: what follows must look encoded. */
function isCredential(text: string, scheme: string): boolean {
  if (scheme.toLowerCase() === 'bearer') return !AFTER_BEARER.test(text);
  return text.length >= SHORTEST_CREDENTIAL && /.[A-Z\d=]/.test(text);
}

/** Masks secrets inside a text: credentials, JWTs, private keys, and the values of secret keys. */

import type { Span } from './secret-spans.ts';
import {
  credentialAfter,
  githubTokenAt,
  JwtSearch,
  privateKeyAt,
  slackHookAt,
  slackTokenAt,
  userInfoAfter,
  userOptionAt,
} from './secret-tokens.ts';
import { keyAt, secretAfter } from './secret-values.ts';

/** What stands in the place of a secret; Auth0 uses the same. */
export const MASK = '*****';

/*
 * Where a secret can stand near. Every key that names a secret contains one of these, so a text
 * without any of them needs no closer look. Each clue is examined over a bounded stretch or leads to
 * a span that is skipped, so the time grows with the length of the text only.
 */
// Those that begin alike stand together, which makes the search for them a third faster.
const CLUES = [
  'eyJ|-----BEGIN|--user|\\s-u|://',
  'a(?:ssertion|uth(?!0)|nswer)',
  'b(?:earer|asic)',
  'c(?:ode|red|ookie|srf|onnection.?string)',
  'g(?:h[oprsu]_|ithub_pat_)',
  'h(?:eader|ooks\\.slack)',
  'p(?:ass|wd?|in|12|fx)',
  's(?:haredkey|ecret|aml|ig)',
  't(?:oken|icket)',
  'x(?:srf|ox[a-z]-)',
  'dpop|invitation|jwt|key|otp|verifier|wresult',
].join('|');
const HAS_CLUE = new RegExp(CLUES, 'i');
const CLUE = new RegExp(CLUES, 'gi');

/** What a character says about the text: nothing, that a secret may stand there, or maybe so. */
const CHARACTERS = new Uint8Array(128);
const STOP = 1;
const LOOK = 2;
for (let unit = 0; unit < CHARACTERS.length; unit += 1) {
  if (unit <= 0x20 || unit > 0x7e) CHARACTERS[unit] = STOP;
}
// Delimiters, the percent sign of their escapes, `+`, which is a space in forms, and markup.
for (const sign of '=:%+<&') CHARACTERS[sign.charCodeAt(0)] = STOP;
for (const sign of 'J_x/') CHARACTERS[sign.charCodeAt(0)] = LOOK;

/**
 * Whether a text has what every recognisable secret has beside it: a delimiter, a space, or the
 * beginning of a token. Names and ids have none, and this is much faster than the search for clues.
 */
export function mayHoldSecret(text: string): boolean {
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    if (unit > 0x7e) return true;
    const kind = CHARACTERS[unit];
    if (kind === STOP || (kind === LOOK && mayBeToken(text, i))) return true;
  }
  return false;
}

/** Tokens with a beginning of their own, and the webhooks of Slack. */
function mayBeToken(text: string, at: number): boolean {
  switch (text.charAt(at)) {
    case 'J':
      return text.startsWith('ey', at - 2);
    case 'x':
      return text.startsWith('ox', at + 1);
    case '/':
      return text.startsWith('.com', at - 4);
    default:
      return text.startsWith('gh', at - 3) || text.startsWith('pat', at - 3);
  }
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
  const search: Search = { text, isMaskedJson, jwts: new JwtSearch(), keysSeenTo: 0 };
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
  readonly jwts: JwtSearch;
  keysSeenTo: number;
}

function spanNear(search: Search, at: number, clue: string): Span | undefined {
  const { text } = search;
  switch (clue.toLowerCase()) {
    case 'eyj':
      return search.jwts.at(text, at);
    case '-----begin':
      return privateKeyAt(text, at);
    case '://':
      return userInfoAfter(text, at + clue.length);
    case 'bearer':
    case 'basic':
    case 'dpop':
    case 'sharedkey':
      return credentialAfter(text, at, clue) ?? namedValueAt(search, at);
    case 'gho_':
    case 'ghp_':
    case 'ghr_':
    case 'ghs_':
    case 'ghu_':
    case 'github_pat_':
      return githubTokenAt(text, at);
    case 'hooks.slack':
      return slackHookAt(text, at);
    default:
      return otherSpanNear(search, at, clue);
  }
}

function otherSpanNear(search: Search, at: number, clue: string): Span | undefined {
  if (clue.startsWith('xox')) return slackTokenAt(search.text, at);
  if (clue.endsWith('-u') || clue === '--user') return userOptionAt(search.text, at);
  return namedValueAt(search, at);
}

function namedValueAt(search: Search, at: number): Span | undefined {
  if (at < search.keysSeenTo) return undefined;
  const key = keyAt(search.text, at);
  search.keysSeenTo = key.end;
  return secretAfter(search.text, key, search.isMaskedJson);
}

/** Finds secrets by their own shape: tokens, private keys, and the credentials of URLs and schemes. */

import { looksRandom } from './secret-keys.ts';
import { argumentAt } from './secret-markup.ts';
import { endAt, matchAt, type Span } from './secret-spans.ts';

const END_OF_JWT = /[^\w\-.]/g;
const SHORTEST_JWT = 20;
const PEM_LABEL_LENGTH = 64;

// The password runs to the last `@`, as some hold one.
const USER_INFO = /([^\s/:@?#"'<>]{0,512})(?::([^\s/@"<>]{1,256}(?:@[^\s/@"'<>]{0,256}){0,7}))?@/y;

const GAP_OF_SCHEME = /\s{1,8}|%20|\+/y;
const END_OF_CREDENTIAL = /[^\w\-.~+/=%:]/g;
/** How much of a credential is looked at to tell whether it is one. */
const BEGINNING = 64;
const SHORTEST_CREDENTIAL = 6;
// Words that follow "Bearer" in sentences and challenges, where no credential does.
const AFTER_BEARER =
  /^(?:tokens?|auth|authentication|authorization|scheme|headers?|realm|error|is|was|or|and|not|in|for|only|grant|assertion|format|type|methods?|credentials?|challenge|usage|required|must|from|flow|access|with|to|the|a|of|will|has|can|cannot|missing|invalid|http|jwts?|value|prefix|client)(?:[.,;:!?)]*$|=)/i;

// What may stand before a token: no letter or digit, unless they are part of an escape.
const BEFORE_TOKEN = /(?:^|[^A-Za-z0-9]|%[0-9a-f]{2}|\\[nrt]|u00[0-9a-f]{2})$/i;
const END_OF_GITHUB_TOKEN = /\W/g;
const SHORTEST_GITHUB_TOKEN = 24;
const END_OF_SLACK_TOKEN = /[^\w-]/g;
const SHORTEST_SLACK_TOKEN = 15;

const SLASH = '(?:\\\\{0,8}\\/|%(?:25){0,4}2f)';
const SLACK_HOOK = new RegExp(
  `hooks\\.slack\\.com${SLASH}(?:services|workflows|triggers)${SLASH}`,
  'iy',
);
const END_OF_SLACK_HOOK = /[^\w/%\\-]|%(?!(?:25){0,4}2f)|\\{1,8}(?!\\|\/)/gi;

const USER_OPTION =
  /(?:\s-u(?!r[il]:)\s{0,4}|--user(?:\s{1,4}|=))(\\{0,8}["'])?[^\s:"']{1,128}:(?!\/\/)/iy;

/** JWTs, and how far they were searched: a run full of clues is not walked again from each of them. */
export class JwtSearch {
  #seenTo = 0;

  at(text: string, start: number): Span | undefined {
    if (start < this.#seenTo) return undefined;
    const end = endAt(END_OF_JWT, text, start);
    this.#seenTo = end;
    const isJwt = end - start >= SHORTEST_JWT && text.slice(start, end).includes('.');
    return isJwt ? { start, end } : undefined;
  }
}

export function privateKeyAt(text: string, start: number): Span | undefined {
  const label = text.slice(start, start + PEM_LABEL_LENGTH);
  if (!/^-----BEGIN [A-Z0-9 ]*PRIVATE KEY/.test(label)) return undefined;
  const footer = text.indexOf('-----END', start);
  if (footer === -1) return { start, end: text.length };
  const close = text.indexOf('-----', footer + '-----END'.length);
  return { start, end: close === -1 ? text.length : close + '-----'.length };
}

/** `user:password@` behind `://`, also with an `@` in the password; a user that is a token as well. */
export function userInfoAfter(text: string, at: number): Span | undefined {
  const info = matchAt(USER_INFO, text, at);
  if (info === undefined) return undefined;
  const user = info[1] ?? '';
  const end = at + info[0].length - '@'.length;
  if (isToken(user)) return { start: at, end };
  return info[2] === undefined ? undefined : { start: at + user.length + ':'.length, end };
}

function isToken(text: string): boolean {
  return looksRandom(text) || /^[0-9a-f]{32,512}$/i.test(text);
}

/** What follows "Bearer" and its like. */
export function credentialAfter(text: string, at: number, scheme: string): Span | undefined {
  const gap = matchAt(GAP_OF_SCHEME, text, at + scheme.length)?.[0];
  if (gap === undefined) return undefined;
  const start = at + scheme.length + gap.length;
  const head = text.slice(start, start + BEGINNING);
  const beginning = head.slice(0, endAt(END_OF_CREDENTIAL, head, 0));
  if (beginning === '' || !isCredential(beginning, scheme)) return undefined;
  return { start, end: endAt(END_OF_CREDENTIAL, text, start) };
}

/** "Basic" and its like are words of every day: what follows must look encoded. */
function isCredential(beginning: string, scheme: string): boolean {
  if (scheme.toLowerCase() === 'bearer') return !AFTER_BEARER.test(beginning);
  return beginning.length >= SHORTEST_CREDENTIAL && /.[A-Z\d=]/.test(beginning);
}

/** `ghp_...` and `github_pat_...`. */
export function githubTokenAt(text: string, start: number): Span | undefined {
  return tokenAt(text, start, END_OF_GITHUB_TOKEN, SHORTEST_GITHUB_TOKEN);
}

/** `xoxb-...` and its like. */
export function slackTokenAt(text: string, start: number): Span | undefined {
  return tokenAt(text, start, END_OF_SLACK_TOKEN, SHORTEST_SLACK_TOKEN);
}

function tokenAt(text: string, start: number, ending: RegExp, shortest: number): Span | undefined {
  if (!BEFORE_TOKEN.test(text.slice(Math.max(0, start - 5), start))) return undefined;
  const end = endAt(ending, text, start);
  return end - start >= shortest ? { start, end } : undefined;
}

/** The path of a webhook of Slack, which alone allows to post. */
export function slackHookAt(text: string, at: number): Span | undefined {
  const address = matchAt(SLACK_HOOK, text, at)?.[0];
  if (address === undefined) return undefined;
  const start = at + address.length;
  const end = endAt(END_OF_SLACK_HOOK, text, start);
  return end > start ? { start, end } : undefined;
}

/** The password of `curl -u user:password`. */
export function userOptionAt(text: string, at: number): Span | undefined {
  const option = matchAt(USER_OPTION, text, at);
  if (option === undefined) return undefined;
  const start = at + option[0].length;
  const quote = option[1];
  if (quote === undefined) return argumentAt(text, start);
  const end = text.indexOf(quote, start);
  return { start, end: end === -1 ? text.length : end };
}

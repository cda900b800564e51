/** How a value that came is named in a message, so that no secret and no control character gets there. */

const MOST_SHOWN_CHARACTERS = 60;

/** Beyond this a text is no setting, and not worth quoting. */
const MOST_QUOTED_LENGTH = 2048;

/** So many characters in common with a secret are no chance. */
const TELLING_LENGTH = 8;

/** The value's type and size: all that a message may say about a secret. */
export function measureValue(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'string') {
    return value.length === 1 ? 'a text of 1 character' : `a text of ${value.length} characters`;
  }
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

/** The value's type: what may be said even where the length of a secret may not. */
export function nameType(value: unknown): string {
  return typeof value === 'string' ? 'a text' : measureValue(value);
}

/** The value in quotes, cut and escaped; only what `measure` says of it when it may hold a secret. */
export function showValue(
  value: unknown,
  secrets: readonly string[],
  measure: (value: unknown) => string = measureValue,
): string {
  if (typeof value !== 'string') return measure(value);
  // Comparing such texts piece by piece could take longer than a run may.
  if ([value, ...secrets].some(({ length }) => length > MOST_QUOTED_LENGTH)) {
    return measure(value);
  }
  const quoted = quote(value);
  const isTelling =
    looksLikeKey(value) ||
    secrets.some((secret) => sharesWith(value, secret) || sharesWith(quoted, secret));
  return isTelling ? `${measure(value)} (not shown: it looks like a secret)` : quoted;
}

/**
 * A key pasted into the wrong field: long, of one piece, with all sorts of characters. Keys have slashes
 * or hyphens by their encoding; what has both is a path, such as an Azure resource id.
 */
function looksLikeKey(text: string): boolean {
  return (
    /^(?:[A-Za-z0-9+/=]{40,}|[A-Za-z0-9=_~-]{40,})$/.test(text) &&
    /[a-z]/.test(text) &&
    /[A-Z]/.test(text) &&
    /[0-9]/.test(text)
  );
}

/** Whether a text holds a secret or a telling piece of it. */
function sharesWith(text: string, secret: string): boolean {
  const length = Math.min(TELLING_LENGTH, secret.length);
  const pieces = new Set(piecesOf(secret, length));
  return piecesOf(text, length).some((piece) => pieces.has(piece));
}

function piecesOf(text: string, length: number): readonly string[] {
  const count = Math.max(0, text.length - length + 1);
  return Array.from({ length: count }, (_, start) => text.slice(start, start + length));
}

function quote(text: string): string {
  const characters = Array.from(withoutCredentials(text));
  const isCut = characters.length > MOST_SHOWN_CHARACTERS;
  const shown = isCut
    ? `${characters.slice(0, MOST_SHOWN_CHARACTERS).join('')}…`
    : characters.join('');
  return escapeInvisible(JSON.stringify(shown));
}

/** URLs carry passwords before an @ and keys in the query. */
function withoutCredentials(text: string): string {
  return text.replace(/^.*@/s, '…@').replace(/\?.+$/s, '?…');
}

/** What `JSON.stringify` leaves: the other control characters, line separators, invisible and turning marks. */
function escapeInvisible(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`,
  );
}

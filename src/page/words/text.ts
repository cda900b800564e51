/** Texts from outside, made fit to be read in one line. */

/** What cannot be seen, or turns round the direction of what follows. */
const UNSEEN = /[\p{Cc}\p{Zl}\p{Zp}\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]+/gu;

/** A text in one line, of at most so many characters; the rest is replaced by an ellipsis. */
export function oneLine(text: string, maxCharacters = 300): string {
  // Only as much is looked at as can be shown, because a stored text may be very long.
  const start = text.slice(0, maxCharacters * 4).replace(UNSEEN, ' ');
  const characters = [...start.trim()];
  if (characters.length <= maxCharacters && text.length <= maxCharacters * 4) {
    return characters.join('');
  }
  return `${characters.slice(0, maxCharacters - 1).join('')}…`;
}

/** A text in one line that ends like a sentence. */
export function sentence(text: string): string {
  const line = oneLine(text, 1_000);
  return /[.!?…]$/.test(line) || line === '' ? line : `${line}.`;
}

/** A sentence as it goes on after a colon or a dash. */
export function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** Texts in one line, each of which ends like a sentence. */
export function sentences(texts: readonly string[]): string {
  return texts.map(sentence).join(' ');
}

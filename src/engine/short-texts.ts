/** Cuts what comes from outside down to what the state has room for. */

/** As a person is named in a list. */
export const MAX_BY_LENGTH = 100;

/** What was done, in a sentence. */
export const MAX_DETAIL_LENGTH = 200;

/** A text that takes as many bytes as characters, in the document too. */
export function shortAscii(text: string, maxLength: number): string {
  const short = text.slice(0, maxLength).replace(/[^ !#-[\]-~]/g, '?');
  // A slice keeps all of a long text in memory for as long as it is kept itself; a copy does not.
  return text.length <= maxLength ? short : Buffer.from(short, 'latin1').toString('latin1');
}

/** A text of one line, in any script, without what cannot be seen. */
export function shortLine(text: string, maxLength: number): string {
  return text.slice(0, maxLength).replace(/[\p{C}\p{Zl}\p{Zp}]/gu, ' ');
}

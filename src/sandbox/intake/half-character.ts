/** Notices a text that was cut in the middle of a character. */

/** Half of a character as an escape, as the cutting of a text in the middle of one leaves it. */
const HALF_CHARACTER =
  /\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\+u[dD][c-fC-F])|(?<!\\u[dD][89abAB][0-9a-fA-F]{2}\\*)\\u[dD][c-fC-F]/;

/** Whether the JSON text in a body holds such a half. */
export const holdsHalfCharacter = (body: Buffer): boolean =>
  (body.includes('\\ud') || body.includes('\\uD')) && HALF_CHARACTER.test(body.toString('latin1'));

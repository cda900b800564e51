/** The kinds of value that say everything by themselves: numbers, choices, and texts of a fixed form. */

import { isRealDate } from './iso-time.ts';
import { accepted, type Reading, refused, type SettingOption, type ValueKind } from './setting.ts';

/** A text of a fixed form. The form must keep control characters out: some values become headers. */
function textOfForm(expected: string, form: RegExp): ValueKind<string> {
  const read = (text: string) => (form.test(text) ? accepted(text) : refused());
  return { type: 'text', expected, read };
}

/** A whole number in plain digits: no sign, exponent, leading zero or other script. */
export function wholeNumber(unit: string, least: number, most: number): ValueKind<number> {
  const read = (text: string): Reading<number> => {
    // Nine digits are below every loss of precision.
    if (!/^(?:0|[1-9][0-9]{0,8})$/.test(text)) return refused();
    const value = Number(text);
    return value >= least && value <= most ? accepted(value) : refused();
  };
  const expected = `a whole number of ${unit} from ${least} to ${most}`;
  return { type: 'number', unit, expected, read };
}

/** A duration that people give in seconds and the code takes in milliseconds. */
export function secondsAsMs(least: number, most: number): ValueKind<number> {
  const seconds = wholeNumber('seconds', least, most);
  const read = (text: string): Reading<number> => {
    const reading = seconds.read(text);
    return reading.ok ? accepted(reading.value * 1000) : reading;
  };
  return { ...seconds, read };
}

export function choice<Value extends string>(
  options: readonly (SettingOption & { readonly value: Value })[],
): ValueKind<Value> {
  const read = (text: string): Reading<Value> => {
    const option = options.find((candidate) => candidate.value === text);
    return option === undefined ? refused() : accepted(option.value);
  };
  const expected = `one of ${options.map((option) => option.value).join(', ')}`;
  return { type: 'select', expected, options, read };
}

/** A word as identity providers make them: nothing that a header or a form could trip over. */
export const word: ValueKind<string> = textOfForm(
  'at most 512 visible ASCII characters without a space',
  /^[\x21-\x7e]{1,512}$/,
);

export const secretWord: ValueKind<string> = { ...word, type: 'password' };

/** A secret that somebody else makes, so that nothing is known of its form. */
export const anySecret: ValueKind<string> = {
  type: 'password',
  expected: 'a text of at most 2048 characters',
  read: (text) => (text.length <= 2048 ? accepted(text) : refused()),
};

/** A password that people type: of any script, but without what they could not see. */
export const pagePassword: ValueKind<string> = {
  ...textOfForm(
    'from 16 to 512 printable characters, without counting spaces at the ends',
    /^[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]{16,512}$/u,
  ),
  type: 'password',
};

/** A GUID in lower case, as Azure writes its ids in host names. */
export const guid: ValueKind<string> = {
  type: 'text',
  expected: 'a GUID: hexadecimal digits in groups of 8-4-4-4-12',
  read: (text) =>
    /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)
      ? accepted(text.toLowerCase())
      : refused(),
};

/** Fewer bytes are no key of Azure, which has 64, but a piece of one. */
const LEAST_KEY_BYTES = 16;

/** A key in base64, kept as text. */
export const base64Key: ValueKind<string> = {
  type: 'password',
  expected: `base64 of at least ${LEAST_KEY_BYTES} bytes (a key from Azure has 88 characters)`,
  read: (text) => {
    const isBase64 = text.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(text);
    return isBase64 && Buffer.from(text, 'base64').length >= LEAST_KEY_BYTES
      ? accepted(text)
      : refused('Copy it again from Azure, whole and without line breaks.');
  },
};

/** A Log-Type, to which Azure appends `_CL`. */
export const logType: ValueKind<string> = {
  type: 'text',
  expected:
    'at most 100 letters, digits and underscores, beginning with a letter, without _CL at the end',
  read: (text) => {
    if (/_CL$/i.test(text)) return refused('Leave _CL out at the end: Azure appends it.');
    return /^[A-Za-z][A-Za-z0-9_]{0,99}$/.test(text) ? accepted(text) : refused();
  },
};

/** The version of an Azure API: a date. */
export const apiVersion: ValueKind<string> = {
  type: 'text',
  expected: 'a date in the form yyyy-mm-dd',
  read: (text) => {
    const parts = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/.exec(text);
    if (parts === null) return refused();
    const [year, month, day] = parts.slice(1).map(Number);
    return isRealDate(year, month, day) ? accepted(text) : refused();
  },
};

export const resourceId: ValueKind<string> = textOfForm(
  'an Azure resource id in ASCII without a space, beginning with /subscriptions/ and a GUID',
  /^\/subscriptions\/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\/[\x21-\x7e]{1,1000}$/i,
);

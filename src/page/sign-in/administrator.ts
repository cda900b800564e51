/** Who is signed in. */

const MAX_NAME_LENGTH = 100;

/** Letters, marks, numbers, punctuation, symbols and the plain space: nothing that hides or reorders text. */
const UNPRINTABLE = /[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu;

export interface Administrator {
  /** An e-mail address or what stands for one: at most 100 printable characters. */
  readonly name: string;
  readonly way: 'dashboard' | 'password';
}

/** An administrator, with the token that this browser's forms must bring along. */
export interface Visitor {
  readonly administrator: Administrator;
  readonly csrfToken: string;
}

/** All that is known of somebody who has the password. */
export const PASSWORD_ADMINISTRATOR: Administrator = {
  name: 'somebody with the page password',
  way: 'password',
};

/** Somebody who signed in at the dashboard; `names` are what the token calls them, the best first. */
export function dashboardAdministrator(names: readonly unknown[]): Administrator {
  const name = names.map(printable).find((text) => text !== '');
  return { name: name ?? 'somebody without a name', way: 'dashboard' };
}

function printable(name: unknown): string {
  if (typeof name !== 'string') return '';
  const text = name.replace(UNPRINTABLE, '').trim();
  return [...text].slice(0, MAX_NAME_LENGTH).join('').trim();
}

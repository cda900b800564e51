/** Ties the password form to the browser that it was shown in, so that no other site can sign somebody in. */

import type { Context } from '../http/context.ts';
import { isSameText } from './same-text.ts';
import { createSignedCookie } from './signed-cookie.ts';
import type { SignedTokens } from './signed-tokens.ts';

export const FORM_COOKIE = 'log-export-form';
/** As long as a person may leave the form open. */
export const FORM_LIFETIME_MS = 60 * 60_000;
const RANDOM_BYTES = 32;

export interface PasswordForms {
  /** The text that the form must bring along; forms in several tabs share it. */
  open(c: Context): Promise<string>;
  /** Whether the text is the one that this browser was given. */
  isOwn(c: Context, text: string | undefined): Promise<boolean>;
  close(c: Context): void;
}

/** Forms whose cookie is sent for the path `scope` only. */
export function createPasswordForms(
  tokens: SignedTokens,
  scope: string,
  randomBytes: (size: number) => Buffer,
): PasswordForms {
  const cookie = createSignedCookie(FORM_COOKIE, tokens, {
    path: scope,
    sameSite: 'Strict',
    lifetimeMs: FORM_LIFETIME_MS,
  });

  /** One, unless a neighbour of the host set more. */
  async function shown(c: Context): Promise<readonly string[]> {
    const forms = (await cookie.read(c)).map(({ form }) => form);
    return forms.filter((form) => typeof form === 'string');
  }

  return {
    async open(c) {
      const [known] = await shown(c);
      const form = known ?? randomBytes(RANDOM_BYTES).toString('base64url');
      await cookie.write(c, { form });
      return form;
    },
    async isOwn(c, text) {
      return text !== undefined && (await shown(c)).some((form) => isSameText(form, text));
    },
    close: cookie.clear,
  };
}

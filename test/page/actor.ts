/** Sends the forms of the page in the name of who is signed in. */

import { csrfOf } from './over-http.ts';
import type { Browser } from './sign-in/browser.ts';

export interface ActAnswer {
  readonly status: number;
  /** Below the extension. */
  readonly location: string;
  readonly text: string;
}

export type Act = (
  path: string,
  form?: Readonly<Record<string, string>> | string,
) => Promise<ActAnswer>;

/** Sends forms as the pages of a signed-in browser do. */
export async function actorIn(browser: Browser, url: string): Promise<Act> {
  const csrf = await csrfOf(browser);
  const root = new URL(url).pathname;
  return async (path, form = {}) => {
    const fields = new URLSearchParams(form);
    fields.append('csrf', csrf);
    const answer = await browser.post(path, fields.toString(), { 'sec-fetch-site': 'same-origin' });
    const location = answer.headers.get('location')?.slice(root.length) ?? '';
    return { status: answer.status, location, text: await answer.text() };
  };
}

/** Signing in with the page password, for tenants where the dashboard's sign-in is not offered. */

import { createRoutes, type Routes } from '../http/routes.ts';
import { PASSWORD_ADMINISTRATOR } from './administrator.ts';
import { isFromOwnPage } from './own-page.ts';
import { fieldOf, readForm } from './read-form.ts';
import { refuse } from './refusal.tsx';
import { isSameText } from './same-text.ts';
import type { SignInRoom } from './sign-in-env.ts';
import { type Problem, showSignIn } from './sign-in-page.tsx';

const STALE_FORM: Problem = {
  statusCode: 403,
  text: 'This form was open for too long, or this browser keeps no cookies. Please enter the password again.',
};
const WRONG_PASSWORD: Problem = {
  statusCode: 403,
  text: 'This is not the page password. Upper and lower case count.',
};

export function passwordRoutes(room: SignInRoom): Routes {
  const { ways, paths, baseUrl, forms, knownBrowsers, sessions, memory, clock } = room;
  const routes = createRoutes();

  routes.post('/login/password', async (c) => {
    if (ways.password === undefined) return refuse(room, c, 'not-offered');
    if (!isFromOwnPage(c.headers, baseUrl?.origin)) return refuse(room, c, 'foreign-form');
    const form = await readForm(c);
    if (!(await forms.isOwn(c, fieldOf(form, 'csrf')))) return showSignIn(room, c, STALE_FORM);
    const isKnown = await knownBrowsers.isKnown(c);
    const throttle = isKnown ? memory.knownBrowserThrottle : memory.passwordThrottle;

    // Nothing is awaited from here to the record, so that no attempt slips between the two.
    const nowMs = clock.now();
    const waitMs = throttle.waitMs(nowMs);
    if (waitMs > 0) {
      c.answerHeaders.set('retry-after', String(Math.ceil(waitMs / 1000)));
      return showSignIn(room, c, tooManyAttempts(waitMs));
    }
    if (!isSameText(asSet(fieldOf(form, 'password') ?? ''), asSet(ways.password))) {
      throttle.recordWrong(nowMs);
      return showSignIn(room, c, WRONG_PASSWORD);
    }
    forms.close(c);
    await knownBrowsers.remember(c);
    await sessions.begin(c, PASSWORD_ADMINISTRATOR);
    return c.redirect(paths.home, 303);
  });

  // A reload of the page with the problem.
  routes.get('/login/password', (c) => c.redirect(paths.login, 303));
  return routes;
}

function tooManyAttempts(waitMs: number): Problem {
  const minutes = Math.ceil(waitMs / 60_000);
  const wait = minutes === 1 ? 'a minute' : `${minutes} minutes`;
  return {
    statusCode: 429,
    text: `There were too many wrong passwords, so no browser that is new here can sign in with it for a while. Please wait ${wait}.`,
  };
}

/** Settings are trimmed, and a keyboard may write a letter with its mark as one character or as two. */
function asSet(password: string): string {
  return password.trim().normalize('NFC');
}

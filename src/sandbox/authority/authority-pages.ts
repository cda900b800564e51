/** The pages that an administrator sees on the way through the emulated authority. */

import { createHash } from 'node:crypto';
import type { Answer } from '../http/answer.ts';
import { PAGE_STYLE } from './authority-page-style.ts';
import type { AuthorizationRequest } from './authorization-request.ts';
import { isAdministratorOf, type Person } from './people.ts';
import type { Problem } from './problem.ts';

/** What is posted to the application in the end. */
export type FormFields = Readonly<Record<string, string>>;

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '');

const hashOf = (text: string): string =>
  `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

const SUBMIT_SCRIPT = 'document.forms[0].submit();';

/**
 * With this referrer policy a browser names no origin when it posts to the application (`Origin: null`),
 * so that a callback which relies on one is found out.
 */
const pageAnswer = (status: number, title: string, body: string, formAction: string): Answer => ({
  status,
  headers: {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': [
      "default-src 'none'",
      `script-src ${hashOf(SUBMIT_SCRIPT)}`,
      `style-src ${hashOf(PAGE_STYLE)}`,
      'img-src data:',
      "base-uri 'none'",
      `form-action ${formAction}`,
      "frame-ancestors 'none'",
    ].join('; '),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
  },
  body: `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<link rel="icon" href="data:,">
<style>${PAGE_STYLE}</style>
</head>
<body>
<h1>${escaped(title)}</h1>
${body}
</body>
</html>
`,
});

const hidden = (name: string, value: string): string =>
  `<input type="hidden" name="${escaped(name)}" value="${escaped(value)}">`;

const choiceOf = (person: Person, audience: string): string => {
  const role = isAdministratorOf(person, audience)
    ? 'administers this tenant'
    : 'administers another tenant only';
  return (
    `<button name="user" value="${escaped(person.email)}">` +
    `<strong>${escaped(person.email)}</strong><small>${escaped(person.name)}, ${role}</small></button>`
  );
};

export const LOGIN_PATH = '/u/login';

/** Whom to sign in as; the ticket brings the request back with the choice. */
export const choicePage = (
  { clientId, audience }: AuthorizationRequest,
  clientName: string,
  people: readonly Person[],
  ticket: string,
): Answer =>
  pageAnswer(
    200,
    'Emulated Auth0 dashboard sign-in',
    `<p>${escaped(clientName)} (${escaped(clientId)}) asks who you are. No password is needed:
this page stands in for Auth0's own, and its tokens open nothing anywhere.</p>
<form method="post" action="${LOGIN_PATH}">
${hidden('ticket', ticket)}
${people.map((person) => choiceOf(person, audience)).join('\n')}
</form>`,
    "'self'",
  );

/** Posts the fields to the application by itself, or by a button where no script runs. */
export const formPostPage = (redirectUri: string, fields: FormFields): Answer =>
  pageAnswer(
    200,
    'Back to the extension',
    `<form method="post" action="${escaped(redirectUri)}">
${Object.entries(fields)
  .map(([name, value]) => hidden(name, value))
  .join('\n')}
<p>If nothing happens by itself, press the button.</p>
<button>Continue</button>
</form>
<script>${SUBMIT_SCRIPT}</script>`,
    new URL(redirectUri).origin,
  );

export const problemPage = ({ error, description }: Problem, status = 400): Answer =>
  pageAnswer(
    status,
    'Oops!, something went wrong',
    `<p>${escaped(description)}</p>\n<p><small>${escaped(error)}</small></p>`,
    "'none'",
  );

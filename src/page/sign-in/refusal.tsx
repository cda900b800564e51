/** The page that somebody sees who is not let in: what happened, and what to do. */

import type { Context } from '../http/context.ts';
import type { RenderPage } from './sign-in-env.ts';

interface RefusalWords {
  readonly statusCode: number;
  readonly heading: string;
  readonly text: string;
}

const REFUSALS = {
  'not-offered': {
    statusCode: 403,
    heading: 'This way in is not set up',
    text: 'The sign-in page shows which ways there are.',
  },
  'wrong-address': {
    statusCode: 400,
    heading: 'The extension does not know its own address',
    text: 'The address in PUBLIC_WT_URL or WT_URL leads elsewhere. In the Auth0 dashboard, open the settings of the extension and save them, so that the address is set anew, and try again.',
  },
  'no-attempt': {
    statusCode: 400,
    heading: 'This sign-in did not begin here',
    text: 'It was begun in another browser or more than ten minutes ago, or it is over already, or this browser kept no cookie.',
  },
  'other-attempt': {
    statusCode: 400,
    heading: 'Another sign-in was begun meanwhile',
    text: 'Perhaps in another tab. Only the last one counts.',
  },
  used: {
    statusCode: 400,
    heading: 'This sign-in was used already',
    text: 'Each sign-in counts once.',
  },
  denied: {
    statusCode: 403,
    heading: 'Auth0 did not sign you in',
    text: 'You may have cancelled, or your dashboard account may not be one of this tenant. If it never works, set PAGE_PASSWORD in the settings of the extension: it is a way in that does not need the dashboard.',
  },
  unverified: {
    statusCode: 403,
    heading: 'The sign-in could not be verified',
    text: 'What Auth0 sent is not what it should be, so nobody was signed in.',
  },
  'not-permitted': {
    statusCode: 403,
    heading: 'You may not see the logs of this tenant',
    text: 'Auth0 knows you, but gave you no permission to read the logs of this tenant (read:logs). Ask an administrator of the tenant.',
  },
  unreachable: {
    statusCode: 503,
    heading: 'Auth0 could not be reached',
    text: 'Without its public keys, nobody can be signed in. Wait a moment, and try again.',
  },
  'foreign-form': {
    statusCode: 403,
    heading: 'Nothing was changed',
    text: 'The form did not come from this page, or from before you signed in. Go back to the page, reload it, and try again.',
  },
  'signed-out': {
    statusCode: 401,
    heading: 'You are not signed in',
    text: 'Perhaps the session is over: it lasts two hours. Nothing was changed.',
  },
} as const satisfies Readonly<Record<string, RefusalWords>>;

export type Refusal = keyof typeof REFUSALS;

/** Answers with the words for a refusal; `detail` is for whoever has to find the cause. */
export function refuse(
  { renderPage, paths }: { readonly renderPage: RenderPage; readonly paths: { login: string } },
  context: Context,
  refusal: Refusal,
  detail?: string,
): Response | Promise<Response> {
  const { statusCode, heading, text } = REFUSALS[refusal];
  return renderPage(
    context,
    { title: heading, statusCode },
    <section class="card narrow">
      <h1>{heading}</h1>
      <p>{text}</p>
      {detail !== undefined && <p class="faint">{`What did not fit: ${detail}.`}</p>}
      <p>
        <a class="button" href={paths.login}>
          Sign in
        </a>
      </p>
    </section>,
  );
}

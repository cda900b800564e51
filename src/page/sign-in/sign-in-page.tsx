/** The page where one signs in. */

import type { Context } from '../http/context.ts';
import { Button } from '../layout/button.tsx';
import { Notice } from '../layout/notice.tsx';
import type { SignInRoom } from './sign-in-env.ts';
import { type DashboardWay, MIN_PASSWORD_LENGTH } from './sign-in-settings.ts';

/** Why the password form is shown again. */
export interface Problem {
  readonly statusCode: number;
  readonly text: string;
}

/** Answers with the sign-in page. */
export async function showSignIn(
  { ways, paths, forms, renderPage }: SignInRoom,
  context: Context,
  problem?: Problem,
): Promise<Response> {
  const { dashboard, password } = ways;
  const statusCode = problem?.statusCode ?? 200;
  const form = password === undefined ? undefined : await forms.open(context);
  return renderPage(
    context,
    { title: 'Sign in', statusCode },
    <div class="narrow">
      <h1>Sign in</h1>
      {problem !== undefined && <Notice tone="bad">{problem.text}</Notice>}
      {dashboard !== undefined && <DashboardCard way={dashboard} />}
      {form !== undefined && <PasswordCard action={paths.password} form={form} />}
      {dashboard === undefined && form === undefined && <NoWayCard />}
    </div>,
  );
}

function DashboardCard({ way }: { readonly way: DashboardWay }) {
  const { clientId, authority, tenantDomain } = way;
  const signOut = new URL('/v2/logout', authority.origin);
  signOut.search = new URLSearchParams({ client_id: clientId, returnTo: clientId }).toString();
  return (
    <section class="card">
      <h2>With the Auth0 dashboard</h2>
      <p>{`For administrators of ${tenantDomain} who may read its logs.`}</p>
      <p>
        <a class="button" href={`${clientId}/login/dashboard`}>
          Sign in with Auth0
        </a>
      </p>
      <p class="faint">
        Not your account? <a href={signOut.href}>Sign out of the dashboard</a> first.
      </p>
    </section>
  );
}

function PasswordCard({ action, form }: { readonly action: string; readonly form: string }) {
  return (
    <section class="card">
      <h2>With the page password</h2>
      <form method="post" action={action}>
        <input type="hidden" name="csrf" value={form} />
        <label for="password">Password</label>
        <input
          type="password"
          id="password"
          name="password"
          autocomplete="current-password"
          aria-describedby="password-hint"
          required
        />
        <p class="hint" id="password-hint">
          It is the setting PAGE_PASSWORD of the extension.
        </p>
        <Button>Sign in with the password</Button>
      </form>
    </section>
  );
}

function NoWayCard() {
  return (
    <section class="card">
      <h2>There is no way in yet</h2>
      <p>
        {`In the Auth0 dashboard, open the settings of this extension and set PAGE_PASSWORD: at least ${MIN_PASSWORD_LENGTH} characters that nobody can guess. Then reload this page.`}
      </p>
    </section>
  );
}

/** A person at the emulated authority, without a browser, and the application that sent them there. */

import { createServer } from 'node:http';
import {
  type Authority,
  type AuthorityOptions,
  startAuthority,
} from '../../src/sandbox/authority/start-authority.ts';
import { call, type Heard } from './clients.ts';
import type { Context } from './lend-workspace.ts';

export async function lendAuthority(
  t: Context,
  options: AuthorityOptions = {},
): Promise<Authority> {
  const authority = await startAuthority(options);
  t.after(() => authority.stop());
  return authority;
}

export interface FakeClient {
  /** Its client id. */
  readonly url: string;
  readonly redirectUri: string;
  readonly afterLogout: string;
}

/** What it says about itself; default what a sound extension says. */
export interface FakeAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Nothing: the answer never comes. */
  readonly body?: string | undefined;
}

export async function lendClient(
  t: Context,
  answerOf: (sound: string) => FakeAnswer = (body) => ({ body }),
): Promise<FakeClient> {
  const server = createServer((request, response) => {
    if (request.url !== '/ext/.well-known/oauth2-client-configuration') {
      response.writeHead(404).end();
      return;
    }
    const sound = JSON.stringify({
      client_name: 'Ships <logs> & "more"',
      redirect_uris: [client.redirectUri],
      post_logout_redirect_uris: [client.afterLogout],
    });
    const { status = 200, headers = {}, body } = answerOf(sound);
    response.writeHead(status, headers);
    if (body === undefined) response.flushHeaders();
    else response.end(body);
  });
  await new Promise<void>((ready) => {
    server.listen(0, '127.0.0.1', ready);
  });
  t.after(async () => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const url = `http://127.0.0.1:${port}/ext`;
  const client = { url, redirectUri: `${url}/login/callback`, afterLogout: `${url}/bye` };
  return client;
}

export type Changes = Readonly<Record<string, string | undefined>>;

/** The address that a sound extension sends the browser to; `undefined` in `changes` takes out. */
export function authorizeUrl(authority: Authority, client: FakeClient, changes: Changes = {}) {
  const asked = {
    client_id: client.url,
    response_type: 'token id_token',
    response_mode: 'form_post',
    redirect_uri: client.redirectUri,
    scope: 'openid name email read:logs nonsense',
    audience: authority.audience,
    expiration: '36000',
    nonce: 'a-nonce',
    state: 'a-state',
    ...changes,
  };
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(asked)) {
    if (value !== undefined) query.set(name, value);
  }
  return `${authority.url}/authorize?${query}`;
}

const plain = (html: string): string =>
  html
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');

export interface ReadForm {
  readonly action: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** The form of a page, as a browser would send it without pressing a named button. */
export function formIn({ text }: Heard): ReadForm {
  const [, action = ''] = /<form method="post" action="([^"]*)">/.exec(text) ?? [];
  const inputs = [...text.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)];
  return {
    action: plain(action),
    fields: Object.fromEntries(
      inputs.map(([, name = '', value = '']) => [plain(name), plain(value)]),
    ),
  };
}

/** Presses the button of a user on the page of choices. */
export function choose(authority: Authority, page: Heard, user: string): Promise<Heard> {
  const { action, fields } = formIn(page);
  const body = new URLSearchParams({ ...fields, user });
  return call(new URL(action, authority.url).href, { method: 'POST', body });
}

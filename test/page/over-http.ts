/** Calls the page over HTTP, with every header as a test wants it, and checks what holds for every answer. */

import assert from 'node:assert/strict';
import { type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from 'node:http';
import type { PageExtension } from './page-extension.ts';
import { type Browser, createBrowser } from './sign-in/browser.ts';
import { enterPassword } from './sign-in/world.tsx';

export interface Call {
  readonly method?: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string | Buffer;
}

export interface Heard {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** Asks on a connection of its own; `fetch` would leave headers out or add some. */
export function call(url: string, { method, headers, body }: Call = {}): Promise<Heard> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    // As it stands, because `URL` would make dots and slashes of a hostile path into others.
    const path = url.slice(url.indexOf('/', 'http://'.length));
    const options = { hostname, port, path, method: method ?? 'GET', headers, agent: false };
    const sent = request(options as Parameters<typeof request>[1] & object, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text });
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** A browser with a cookie jar, whose paths are those below the extension. */
export function openBrowserAt(url: string): Browser {
  return createBrowser(new URL(url).pathname, async (asked) => {
    const { pathname, search } = new URL(asked.url);
    const heard = await call(url + pathname + search, {
      method: asked.method,
      headers: Object.fromEntries(asked.headers),
      body: Buffer.from(await asked.arrayBuffer()),
    });
    const headers = new Headers();
    for (const [name, value] of Object.entries(heard.headers)) {
      for (const one of [value ?? []].flat()) headers.append(name, one);
    }
    const isBare = heard.status === 204;
    return new Response(isBare ? null : heard.text, { status: heard.status, headers });
  });
}

/** A browser in which somebody has signed in by the page password. */
export async function signedInBrowser(url: string, password: string): Promise<Browser> {
  const browser = openBrowserAt(url);
  const answer = await enterPassword(browser, password);
  assert.equal(answer.status, 303, 'the sign-in by password succeeds');
  return browser;
}

/** The text of a page, which has to be there. */
export async function readPage(browser: Browser, path: string): Promise<string> {
  const answer = await browser.get(path);
  const text = await answer.text();
  assert.equal(answer.status, 200, `${path}: ${text}`);
  return text;
}

/** What the forms of this browser's session must bring along. */
export async function csrfOf(browser: Browser): Promise<string> {
  const [, csrf] = /name="csrf" value="([^"]+)"/.exec(await readPage(browser, '/settings')) ?? [];
  assert.ok(csrf, 'the page has a form');
  return csrf;
}

/** Whatever an answer says, it must not be kept, framed, guessed at or made to run anything. */
export function assertSafe({ headers }: Pick<Heard, 'headers'>, what: string): void {
  const policy = String(headers['content-security-policy']);
  assert.match(policy, /default-src 'none'/, what);
  assert.match(policy, /frame-ancestors 'none'/, what);
  assert.doesNotMatch(policy, /unsafe|\*|https?:/, what);
  assert.equal(headers['cache-control'], 'no-store', what);
  assert.equal(headers['x-content-type-options'], 'nosniff', what);
  assert.equal(headers['referrer-policy'], 'same-origin', what);
}

/** Everything that a call without effect leaves as it was. */
export function tracesOf({ host, tenant, workspace, authority }: PageExtension): unknown {
  return {
    stored: JSON.stringify(host.storage.peek()),
    writes: host.storage.counters().writes,
    tenantRequests: tenant.counters().requests,
    workspaceRequests: workspace.counters().requests,
    authorityRequests: authority.counters().requests,
  };
}

import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { SANDBOX_CLIENT_SECRET } from '../../src/sandbox/credentials.ts';
import { startHost } from '../../src/sandbox/webtask-host.ts';
import { isSecret } from '../../src/settings/setting.ts';
import { settingRows } from '../../src/settings/table.ts';
import { BUNDLE } from '../extension.ts';
import { type Act, actorIn } from './actor.ts';
import { beginSignIn, comeBack, formWith } from './dashboard-over-http.ts';
import { stateWith } from './marked-state.ts';
import { openBrowserAt, readPage, signedInBrowser } from './over-http.ts';
import {
  EXTENSION_SECRET,
  PASSWORD,
  type PageExtension,
  startPageExtension,
} from './page-extension.ts';
import { pageRoutes } from './page-routes.ts';
import type { Browser } from './sign-in/browser.ts';

/** Ends an attribute, a tag and an element, as far as a page lets it; an id may be like that. */
const ATTACK = `"'></td><script>alert(1)</script><img/src=x/onerror=alert(1)>`;

/** Of these the page is made; there is a test of their own. */
const ADDRESSES = ['PUBLIC_WT_URL', 'WT_URL', 'AUTH0_RTA'];

interface Shown {
  readonly path: string;
  /** Empty for a download, which no browser takes for a page. */
  readonly html: string;
  /** All that came. */
  readonly text: string;
}

/** Every page that can be had, by links and by forms. */
async function allPages(browser: Browser, act: Act, host: PageExtension['host']): Promise<Shown[]> {
  const { history = [], pastRuns = [] } = (host.storage.peek() ?? {}) as Partial<
    ReturnType<typeof stateWith>
  >;
  const ids = [...history, ...pastRuns].map(({ runId }) => encodeURIComponent(runId));
  const paths = pageRoutes()
    .filter(({ method, path }) => method === 'GET' && !/^\/(?:login|page\.js)/.test(path))
    .flatMap(({ path }) =>
      path.includes(':id') ? ids.map((id) => path.replace(':id', id)) : path,
    );
  const asked = encodeURIComponent(ATTACK);
  const queries = [
    ...[
      '/runs?show=actions',
      '/runs?show=failed',
      '/checkpoint?to=now',
      '/checkpoint?to=beginning',
    ],
    ...[`/checkpoint?to=${asked}`, `/runs?show=${asked}&page=${asked}`, `/actions?done=${asked}`],
    ...[`/runs/${asked}`, `/${asked}`, `/checkpoint?to=now&destination=${asked}`],
  ];
  const pages: Shown[] = [];
  for (const path of [...paths, ...queries]) {
    const answer = await browser.get(path);
    const text = await answer.text();
    const isDownload = answer.headers.get('content-type')?.startsWith('application/json');
    assert.ok([200, 400, 404].includes(answer.status), `${path}: ${answer.status}`);
    pages.push({ path, html: isDownload ? '' : text, text });
    if (path.endsWith('report.json')) assert.ok(isDownload, path);
  }
  const letter = `data-collector ${ATTACK}`;
  for (const [path, form] of Object.entries({
    '/dead-letters/record': { show: letter },
    '/dead-letters/confirm-discard': { letter },
    '/dead-letters/replay': { letter: `x${ATTACK}` },
    '/checkpoint': { after: `${ATTACK} x`, destination: ATTACK },
    '/test': {},
    '/run': {},
  })) {
    const { status, text, location } = await act(path, form);
    assert.ok([200, 303, 409].includes(status), `${path}: ${status}`);
    pages.push(pageOf(`POST ${path}`, text));
    if (status === 303) pages.push(pageOf(location, await readPage(browser, location)));
  }
  const login = await openBrowserAt(host.url).get('/login');
  return [...pages, pageOf('/login', await login.text())];
}

function pageOf(path: string, text: string): Shown {
  return { path, html: text, text };
}

/** Nothing of the attack has become HTML: there is no element that the page did not make itself. */
function assertInert({ path, html }: Shown): void {
  assert.doesNotMatch(html, /<script>alert|<img|"'>|'><\/td/, path);
  const scripts = [...html.matchAll(/<script[^>]*>/g)].map(([tag]) => tag);
  for (const tag of scripts)
    assert.match(tag, /^<script nonce="[\w-]+" src="\/[\w-]+\/page\.js" defer="">$/);
  assert.ok(scripts.length <= 1, path);
  assert.doesNotMatch(html, /<[^>]*\son\w+=/, path);
}

function hasAttack({ html }: Shown): boolean {
  return html.includes('&lt;script&gt;alert(1)');
}

test('what is stored is shown as text, wherever it stands', async (t) => {
  const { host } = await startPageExtension(t, { state: stateWith(ATTACK, Date.now()) });
  const browser = await signedInBrowser(host.url, PASSWORD);

  const pages = await allPages(browser, await actorIn(browser, host.url), host);

  for (const page of pages) assertInert(page);
  const shown = pages.filter(hasAttack).map(({ path }) => path);
  for (const path of ['/', '/runs', '/runs?show=actions', '/dead-letters', '/checkpoint?to=now']) {
    assert.ok(shown.includes(path), `${path} shows the text: ${shown}`);
  }
  assert.ok(shown.filter((path) => path.startsWith('/runs/')).length >= 4, 'every run shows it');
  assert.ok(shown.includes('POST /dead-letters/record'));
});

test('what is set is shown as text, wherever it stands', async (t) => {
  // A text that a secret holds, too, is shown nowhere.
  const rows = settingRows.filter((row) => !isSecret(row) && !ADDRESSES.includes(row.name));
  const secrets = Object.fromEntries(rows.map(({ name }) => [name, ATTACK]));
  const { host } = await startPageExtension(t, { secrets });
  const browser = await signedInBrowser(host.url, PASSWORD);

  const pages = await allPages(browser, await actorIn(browser, host.url), host);

  for (const page of pages) assertInert(page);
  for (const path of ['/', '/settings']) {
    assert.ok(
      pages.some((page) => page.path === path && hasAttack(page)),
      path,
    );
  }
});

test('the addresses that are set lead nowhere when they are none', async (t) => {
  const { host, browser } = await startWith(t, {
    PUBLIC_WT_URL: `https://x.example/${ATTACK}`,
    WT_URL: 'javascript:alert(1)',
    AUTH0_RTA: 'evil.example/"><script>alert(1)</script>',
  });
  for (const page of await allPages(browser, await actorIn(browser, host.url), host)) {
    assertInert(page);
    assert.doesNotMatch(
      page.html,
      /(?:href|action|src)="(?!\/|data:,|http:\/\/127\.0\.0\.1|#)/,
      page.path,
    );
  }
});

test('who signs in is shown as text', async (t) => {
  const { host, authority } = await startPageExtension(t);
  const browser = openBrowserAt(host.url);
  const asked = await beginSignIn(browser);
  const form = formWith(authority, asked, { id: { email: ATTACK, name: ATTACK } });
  assert.equal((await comeBack(authority, browser, form)).status, 303);
  const act = await actorIn(browser, host.url);
  await act('/pause');

  const pages = await allPages(browser, act, host);

  for (const page of pages) assertInert(page);
  const signedIn = pages.filter(({ html }) => html.includes('class="visitor"'));
  assert.ok(signedIn.length > 10);
  for (const page of signedIn) assert.ok(hasAttack(page), page.path);
});

test('no page holds a secret, not even one in a wrong place', async (t) => {
  const key = Buffer.from(Array.from({ length: 64 }, (_, index) => (index * 89) % 256));
  const misplaced = {
    LOGANALYTICS_NAMESPACE: key.toString('base64'),
    LOGANALYTICS_WORKSPACEID: SANDBOX_CLIENT_SECRET,
    START_FROM: PASSWORD,
    BATCH_SIZE: EXTENSION_SECRET,
    LOGANALYTICS_ENDPOINT: `https://user:${PASSWORD.replaceAll(' ', '-')}@proxy.example/`,
  };
  for (const secrets of [{}, { ...misplaced, LOGANALYTICS_WORKSPACEKEY: key.toString('base64') }]) {
    const { host, browser, all } = await startWith(t, secrets);
    host.storage.replace(stateWith('mark', Date.now()));
    const pages = await allPages(browser, await actorIn(browser, host.url), host);
    for (const { path, text } of pages) {
      for (const secret of all) {
        assert.ok(!text.includes(secret), `${path} tells no secret`);
        assert.ok(!text.includes(encodeURIComponent(secret)), path);
      }
    }
  }
});

/** Without an address of its own, unless it is among the secrets. */
async function startWith(t: TestContext, secrets: Readonly<Record<string, string>>) {
  const { secrets: before } = await startPageExtension(t);
  const host = await startHost({ bundlePath: BUNDLE, secrets: { ...before, ...secrets } });
  t.after(() => host.stop());
  const browser = await signedInBrowser(host.url, PASSWORD);
  const names = [
    'AUTH0_CLIENT_SECRET',
    'LOGANALYTICS_WORKSPACEKEY',
    'PAGE_PASSWORD',
    'EXTENSION_SECRET',
  ];
  const all = names
    .map((name) => ({ ...before, ...secrets })[name] ?? '')
    .filter((one) => one !== '');
  return { host, browser, all };
}

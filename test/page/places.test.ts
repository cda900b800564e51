import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { spawnHost } from '../../src/sandbox/spawn-host.ts';
import { startHost } from '../../src/sandbox/webtask-host.ts';
import { BUNDLE } from '../extension.ts';
import { actorIn } from './actor.ts';
import { beginSignIn, comeBack } from './dashboard-over-http.ts';
import { call, openBrowserAt, readPage, signedInBrowser } from './over-http.ts';
import { PASSWORD, startPageExtension } from './page-extension.ts';

const LARGE_BODY = 'x'.repeat(1_000_000);

/** Signs in by password, looks around and runs; all addresses lead to the extension itself. */
async function visit(url: string): Promise<void> {
  const root = new URL(url).pathname;
  const browser = await signedInBrowser(url, PASSWORD);
  assert.equal(browser.cookies.get('log-export-session')?.path, root);

  const overview = await readPage(browser, '/');
  assert.match(overview, /<h1>Overview<\/h1>/);
  const links = [...overview.matchAll(/(?:href|action|src)="([^"]*)"/g)].map(([, link]) => link);
  assert.ok(links.length > 8);
  for (const link of links)
    assert.ok(link === 'data:,' || link === '#content' || link?.startsWith(`${root}/`), link);
  assert.match(await readPage(browser, '/page.js'), /follow|fetch/);

  const tooLarge = await call(`${url}/login/password`, { method: 'POST', body: LARGE_BODY });
  assert.equal(tooLarge.status, 413);

  const { status, location } = await (await actorIn(browser, url))('/run');
  assert.equal(status, 303);
  assert.match(await readPage(browser, location), /caught up/);
}

test('the page is served by every form of URL, with a body parsed or not', async (t) => {
  const { secrets, authority, tenant, workspace } = await startPageExtension(t);
  for (const urlFormat of [1, 2, 3] as const) {
    for (const bodyParsing of [0, 1] as const) {
      await t.test(`form ${urlFormat}, parsing ${bodyParsing}`, async (t) => {
        const options = { bundlePath: BUNDLE, secrets, urlFormat, bodyParsing };
        const host = await startHost({ ...options, givesPublicUrl: true });
        t.after(() => host.stop());
        tenant.addLogs(3);

        await visit(host.url);

        const browser = openBrowserAt(host.url);
        const fields = authority.signIn(await beginSignIn(browser));
        const answer = await comeBack(authority, browser, fields);
        assert.equal(answer.headers.get('location'), `${new URL(host.url).pathname}/`);
        assert.match(await readPage(browser, '/'), /ada@example\.com/);
        assert.deepEqual([...workspace.logIds()].sort(), [...tenant.logIds()]);
      });
    }
  }
});

for (const version of ['18', '20', '22']) {
  const nodePath = join(__dirname, `../../node_modules/node-${version}/bin/node`);
  // The binaries exist for Linux on x64 only; where CI runs, a missing one is a failure.
  const isMissing = !existsSync(nodePath) && process.env['CI'] === undefined;
  const skip = isMissing && `Node ${version} is not installed here: it is optional`;

  test(`the page works under Node ${version}`, { skip }, async (t) => {
    const { secrets, authority } = await startPageExtension(t, { tenant: { backlog: 20 } });
    const options = { bundlePath: BUNDLE, secrets, nodePath, givesPublicUrl: true };
    const host = await spawnHost(options);
    t.after(() => host.stop());
    assert.match(host.node, new RegExp(`^v${version}\\.`));

    await visit(host.url);

    const browser = openBrowserAt(host.url);
    const fields = authority.signIn(await beginSignIn(browser));
    assert.equal((await comeBack(authority, browser, fields)).status, 303);
    assert.match(await readPage(browser, '/settings'), /ada@example\.com/);
    assert.equal(host.output().stderr, '');
  });
}

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createContext } from '../../../src/page/http/context.ts';
import { answerBy, createRoutes, type Routes } from '../../../src/page/http/routes.ts';

async function ask(routes: Routes, path: string, method = 'GET') {
  const context = createContext(new Request(`http://extension.invalid${path}`, { method }));
  const answer = await answerBy(routes, context, (one) => one.answer('nothing there', 404));
  return { status: answer.status, text: await answer.text(), headers: answer.headers };
}

const routes = createRoutes()
  .get('/', (c) => c.answer('root', 200))
  .get('/runs/:id', (c) => (c.id === 'passed on' ? undefined : c.answer(`run ${c.id}`, 200)))
  .get('/runs/:id/report.json', (c) => c.answer(`report ${c.id}`, 200, 'application/json'))
  .post('/run', async (c) => c.answer((await c.text()) + (await c.text()), 200))
  .get('/query', (c) => c.answer(`${c.query('a')} ${c.query('b')}`, 200));

describe('the routes', () => {
  it('answer what is asked for, by method and whole path', async () => {
    assert.equal((await ask(routes, '/')).text, 'root');
    assert.equal((await ask(routes, '/run')).status, 404);
    assert.equal((await ask(routes, '/run', 'POST')).status, 200);
    assert.equal((await ask(routes, '/run', 'PUT')).status, 404);
    for (const path of ['/runs', '/runs/', '/runs/a/b', '/x/runs/a', '/runs/a/reportxjson']) {
      assert.equal((await ask(routes, path)).status, 404, path);
    }
  });

  it('take a slash at the end for nothing', async () => {
    assert.equal((await ask(routes, '/query/?a=1')).status, 200);
    assert.equal((await ask(routes, '/runs/a/')).text, 'run a');
  });

  it('tell what stands for the id, decoded if it is an encoding', async () => {
    assert.equal((await ask(routes, '/runs/a-1')).text, 'run a-1');
    assert.equal((await ask(routes, '/runs/a%20%2Fb')).text, 'run a /b');
    assert.equal((await ask(routes, '/runs/%ff%')).text, 'run %ff%');
    const report = await ask(routes, '/runs/a/report.json');
    assert.equal(report.text, 'report a');
    assert.equal(report.headers.get('content-type'), 'application/json; charset=utf-8');
  });

  it('may pass a request on, in the end to nobody', async () => {
    assert.equal((await ask(routes, '/runs/passed%20on')).status, 404);
  });

  it('answer HEAD like GET, without the body', async () => {
    const head = await ask(routes, '/runs/a/report.json', 'HEAD');
    assert.deepEqual([head.status, head.text], [200, '']);
    assert.equal(head.headers.get('content-type'), 'application/json; charset=utf-8');
  });

  it('read the query by its first values, and the body as often as wanted', async () => {
    assert.equal((await ask(routes, '/query?a=1&a=2')).text, '1 undefined');
    const request = new Request('http://extension.invalid/run', { method: 'POST', body: 'x' });
    const answer = await answerBy(routes, createContext(request), (c) => c.answer('', 404));
    assert.equal(await answer.text(), 'xx');
  });
});

describe('a query', () => {
  it('is not read by the router, for which many fields of one name would take long', async () => {
    const context = createContext(new Request('http://extension.invalid/query?a=1&a=2'));
    const seen: string[] = [];
    const watched = createRoutes().get('/query', (c) => c.answer(c.query('a') ?? '', 200));
    const { fetch: route } = watched.router;
    watched.router.fetch = (asked, ...others) => {
      seen.push(asked.url);
      return route(asked, ...others);
    };
    const answer = await answerBy(watched, context, (c) => c.answer('', 404));
    assert.equal(await answer.text(), '1');
    assert.deepEqual(seen, ['http://extension.invalid/query']);
  });
});

describe('a guard', () => {
  const guarded = createRoutes()
    .get('/open', (c) => c.answer('open', 200))
    .guard((c) => (c.query('key') === 'yes' ? undefined : c.answer('no', 401)))
    .add(createRoutes().get('/closed', (c) => c.answer('closed', 200)));

  it('stands before what comes after it only, whatever the method', async () => {
    assert.equal((await ask(guarded, '/open')).text, 'open');
    assert.equal((await ask(guarded, '/closed')).status, 401);
    assert.equal((await ask(guarded, '/closed?key=yes')).text, 'closed');
    for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS']) {
      assert.equal((await ask(guarded, '/closed', method)).status, 401, method);
      assert.equal((await ask(guarded, '/nowhere', method)).status, 401, method);
    }
  });
});

describe('an answer', () => {
  it('brings along what was set before, several cookies too', async () => {
    const context = createContext(new Request('http://extension.invalid/'));
    context.answerHeaders.append('set-cookie', 'a=1');
    context.answerHeaders.append('set-cookie', 'b=2');
    const answer = context.redirect('/there');
    assert.equal(answer.status, 303);
    assert.equal(answer.headers.get('location'), '/there');
    assert.deepEqual(answer.headers.getSetCookie(), ['a=1', 'b=2']);
  });
});

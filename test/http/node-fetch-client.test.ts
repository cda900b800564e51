import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { HttpAnswer, HttpOutcome, HttpRequest } from '../../src/http/http-client.ts';
import { answerWith, hang, reset, withHttp, withServer } from '../http-server.ts';

function get(url: string, changes: Partial<HttpRequest> = {}): HttpRequest {
  return {
    method: 'GET',
    url,
    headers: {},
    timeoutMs: 5_000,
    maxResponseBytes: 100_000,
    ...changes,
  };
}

function answered(outcome: HttpOutcome): HttpAnswer {
  assert.ok(outcome.status === 'answered', JSON.stringify(outcome));
  return outcome;
}

test('reuses one connection for requests that follow each other, because a handshake costs time', () =>
  withHttp(answerWith(200, '[]'), async (server, http) => {
    for (let count = 0; count < 5; count += 1) {
      answered(await http.send(get(server.origin)));
    }
    assert.equal(server.heard.length, 5);
    assert.equal(server.connectionCount(), 1);
  }));

test('sends method, path, headers and the bytes of the body as they are', () =>
  withHttp(answerWith(200), async (server, http) => {
    const body = Buffer.from([0xf0, 0x9f, 0x98, 0x80, 0x00, 0xff]);
    await http.send(
      get(`${server.origin}/a/b?c=d%20e&f`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'X-Own': 'yes' },
        body,
      }),
    );
    const [request] = server.heard;
    assert.equal(request?.method, 'POST');
    assert.equal(request?.target, '/a/b?c=d%20e&f');
    assert.equal(request?.headers['content-type'], 'application/json');
    assert.equal(request?.headers['x-own'], 'yes');
    assert.equal(request?.headers['content-length'], '6');
    assert.deepEqual(request?.body, body);
  }));

test('gives up an exchange without an answer in time, and names the host alone', () =>
  withHttp(hang, async (server, http) => {
    const outcome = await http.send(
      get(`${server.origin}/secret-path?q=secret`, { timeoutMs: 50 }),
    );
    const reason = `${server.host} gave no answer in 0.1 s`;
    assert.deepEqual(outcome, { status: 'failed', cause: 'timeout', reason });
  }));

for (const encoding of ['identity', 'gzip', 'deflate', 'br']) {
  test(`gives up a body that stalls (${encoding}), because the time is for the whole exchange`, () =>
    withHttp(
      (_, response) => {
        response.writeHead(200, { 'content-encoding': encoding, 'content-length': 1000 });
        response.write(encoding === 'gzip' ? gzipSync('x').subarray(0, 10) : '[');
      },
      async (server, http) => {
        const outcome = await http.send(get(server.origin, { timeoutMs: 50 }));
        assert.equal(outcome.status === 'failed' && outcome.cause, 'timeout');
      },
    ));
}

test('sends nothing when no time is left, because the answer could not be waited for', () =>
  withHttp(answerWith(200), async (server, http) => {
    const outcome = await http.send(get(server.origin, { timeoutMs: 0 }));
    assert.equal(outcome.status === 'failed' && outcome.cause, 'timeout');
    assert.equal(server.connectionCount(), 0);
  }));

test('takes an answer of exactly the limit, and gives up one of a byte more', () =>
  withHttp(answerWith(200, 'é'.repeat(500)), async (server, http) => {
    const fits = await http.send(get(server.origin, { maxResponseBytes: 1000 }));
    const isLonger = await http.send(get(server.origin, { maxResponseBytes: 999 }));
    assert.equal(answered(fits).body, 'é'.repeat(500));
    const reason = `${server.host} answered with more than 999 bytes`;
    assert.deepEqual(isLonger, { status: 'failed', cause: 'too-large', reason });
  }));

test('counts an answer after decompression, because a small one may fill the memory', () => {
  const bomb = gzipSync(Buffer.alloc(5_000_000));
  return withHttp(answerWith(200, bomb, { 'content-encoding': 'gzip' }), async (server, http) => {
    assert.ok(bomb.length < 100_000);
    const outcome = await http.send(get(server.origin));
    assert.equal(outcome.status === 'failed' && outcome.cause, 'too-large');
  });
});

test('goes on after an answer over the limit, because the next one may fit', () =>
  withHttp(
    (request, response) => {
      response.end(request.path === '/large' ? Buffer.alloc(300_000, 'x') : '[]');
    },
    async (server, http) => {
      await http.send(get(`${server.origin}/large`));
      assert.equal(answered(await http.send(get(server.origin))).body, '[]');
    },
  ));

test('reads gzip answers, because services compress what they send', () =>
  withHttp(
    answerWith(200, gzipSync('["Zoë – 日本 😀"]'), { 'content-encoding': 'gzip' }),
    async (server, http) => {
      assert.equal(answered(await http.send(get(server.origin))).body, '["Zoë – 日本 😀"]');
    },
  ));

test('calls an answer that cannot be decompressed a failure, because half a page must not count', () =>
  withHttp(
    answerWith(200, 'not compressed', { 'content-encoding': 'gzip' }),
    async (server, http) => {
      const outcome = await http.send(get(server.origin));
      assert.equal(outcome.status === 'failed' && outcome.cause, 'network');
    },
  ));

test('does not follow redirects, because they would carry credentials to another place', () =>
  withServer(answerWith(200, '[]'), (elsewhere) =>
    withHttp(
      answerWith(307, '', { location: `${elsewhere.origin}/taken` }),
      async (server, http) => {
        const request = get(server.origin, { headers: { authorization: 'Bearer secret' } });
        const answer = answered(await http.send(request));
        assert.equal(answer.statusCode, 307);
        assert.equal(elsewhere.heard.length, 0);
      },
    ),
  ));

test('looks headers up by a name in any case, alone or joined, and without the answer', () =>
  withHttp(
    answerWith(200, '', { 'Retry-After': '7', link: ['<a>; rel="first"', '<b>; rel="next"'] }),
    async (server, http) => {
      const { header } = answered(await http.send(get(server.origin)));
      assert.equal(header('retry-after'), '7');
      assert.equal(header('RETRY-AFTER'), '7');
      assert.equal(header('Link'), '<a>; rel="first", <b>; rel="next"');
      assert.equal(header('x-absent'), undefined);
    },
  ));

test('names a refused connection by its host and code, never by path, query or headers', async () => {
  const port = await portWithoutServer();
  await withHttp(answerWith(200), async (_, http) => {
    const outcome = await http.send(
      get(`http://127.0.0.1:${port}/secret-path?q=secret-query`, {
        headers: { authorization: 'Bearer secret-header' },
      }),
    );
    const reason = `the connection to 127.0.0.1:${port} failed (ECONNREFUSED)`;
    assert.deepEqual(outcome, { status: 'failed', cause: 'network', reason });
  });
});

test('calls a connection that breaks before or within the answer a network failure', () =>
  withHttp(
    (request, response) => {
      if (request.path === '/before') return reset(request, response);
      response.writeHead(200, { 'content-length': 1000 });
      response.write('[', () => response.destroy());
    },
    async (server, http) => {
      for (const path of ['/before', '/within']) {
        const outcome = await http.send(get(`${server.origin}${path}`));
        assert.ok(outcome.status === 'failed' && outcome.cause === 'network', path);
        assert.doesNotMatch(outcome.reason, /before|within/);
      }
    },
  ));

test('hears the refusal of a body that was not read, because it says why', () =>
  // A server of its own: the lent one reads the whole body first.
  withRawServer(
    'HTTP/1.1 413 Too Large\r\ncontent-length: 9\r\nconnection: close\r\n\r\ntoo large',
    (origin) =>
      withHttp(answerWith(200), async (_, http) => {
        const body = Buffer.alloc(4_000_000, 'x');
        const answer = answered(await http.send(get(origin, { method: 'POST', body })));
        assert.deepEqual([answer.statusCode, answer.body], [413, 'too large']);
      }),
  ));

test('never rejects and never repeats what could not be sent', () =>
  withHttp(answerWith(200), async (server, http) => {
    const impossible = [
      get('not a URL secret'),
      get('ftp://127.0.0.1/secret'),
      get(`http://user:secret@${server.host}/`),
      get(server.origin, { headers: { authorization: 'Bearer secret\r\nx: y' } }),
      get(server.origin, { headers: { 'secret name': 'x' } }),
      get(server.origin, { body: 'a GET has no body: secret' }),
    ];
    for (const request of impossible) {
      const outcome = await http.send(request);
      assert.equal(outcome.status === 'failed' && outcome.cause, 'network');
      assert.doesNotMatch(JSON.stringify(outcome), /secret/);
    }
    assert.equal(server.heard.length, 0);
  }));

test('ends its connections when it is closed, those in use too, so that nothing outlives a run', () =>
  withHttp(
    (request, response) => {
      if (request.path !== '/hang') response.end('[]');
    },
    async (server, http) => {
      await http.send(get(server.origin));
      const inUse = http.send(get(`${server.origin}/hang`));
      while (server.heard.length < 2) await turn();

      http.close();

      const outcome = await inUse;
      assert.equal(outcome.status === 'failed' && outcome.cause, 'network');
      while (server.openConnectionCount() > 0) await turn();
    },
  ));

test('sends nothing after it was closed, because the run is over', () =>
  withHttp(answerWith(200), async (server, http) => {
    http.close();
    const outcome = await http.send(get(`${server.origin}/secret`));
    const reason = `${server.host} was not asked, because the run is over`;
    assert.deepEqual(outcome, { status: 'failed', cause: 'network', reason });
    assert.equal(server.connectionCount(), 0);
  }));

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** A port that was free a moment ago. */
async function portWithoutServer(): Promise<number> {
  let port = 0;
  await withServer(answerWith(200), async ({ host }) => {
    port = Number(host.split(':')[1]);
  });
  return port;
}

/** Answers every connection with a fixed text as soon as the first bytes come. */
async function withRawServer(text: string, use: (origin: string) => Promise<void>): Promise<void> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => socket.end(text));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  assert.ok(typeof address === 'object' && address !== null);
  try {
    await use(`http://127.0.0.1:${address.port}`);
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
}

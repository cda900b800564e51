/** Requests of all kinds: proper ones with what the extension has to answer, and broken ones. */

import { METHODS } from 'node:http';
import fc from 'fast-check';
import type { UrlFormat } from '../../src/sandbox/webtask-host.ts';

/** Stands in every part of a request, so that an echo of any of them is seen. */
export const MARK = 'ECHO-ME-9d41';

export interface ProperRequest {
  /** A character a byte, so that a failing test can show it. */
  readonly bytes: string;
  readonly method: string;
  readonly isForRoot: boolean;
}

/** The paths that the platform's own prefix, or what is left of it, makes the root of the extension. */
const ROOTS: Readonly<Record<UrlFormat, readonly string[]>> = {
  1: ['/', '/api/run/sandbox-tenant/'],
  2: ['/', '/sandbox-tenant/'],
  3: ['/'],
};

const visible = fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code));
const printable = fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code));
/** As UTF-8 or not, the protocol lets these bytes stand in the value of a header. */
const headerText = fc.string({
  unit: fc.oneof(
    printable,
    fc.integer({ min: 0x80, max: 0xff }).map((code) => String.fromCharCode(code)),
  ),
  maxLength: 60,
});

const method = fc.oneof(
  fc.constantFrom('POST', 'GET', 'HEAD'),
  // A CONNECT never reaches a handler: Node closes the connection.
  fc.constantFrom(...METHODS.filter((name) => name !== 'CONNECT')),
);

const segment = fc.oneof(
  fc.constantFrom(
    ...['..', '.', '', '%2e%2e', '%2F', '%00', '%', '%zz', '%c0%af', '~', ';', '*', '\\', '#', 'é'],
    ...['login', 'admin', 'hooks', '.well-known', 'index.js', 'favicon.ico', '__proto__', 'api'],
    ...['run', 'sandbox-tenant', 'sandbox-extension', 'sandbox-extensions', MARK],
    ...['runs', 'settings', 'page.js', 'logout', 'dashboard', 'password', 'callback', 'pause'],
    ...['.extensions', 'on-install', 'on-update', 'oauth2-client-configuration', 'report.json'],
  ),
  fc.string({ unit: visible, maxLength: 12 }),
  fc.constantFrom('x', '%e2%82%ac', '../').map((piece) => piece.repeat(2_000)),
);

const setting = fc.constantFrom(
  ...['LOGANALYTICS_WORKSPACEKEY', 'LOGANALYTICS_ENDPOINT', 'AUTH0_DOMAIN', 'START_FROM'],
  ...['MIN_INTERVAL_SECONDS', 'EXT_STORAGE_URL', '__proto__', 'constructor', 'hasOwnProperty'],
  ...['webtask_pb', 'webtask_mb', 'webtask_no_cache', 'webtask_x', ''],
);
const query = fc.oneof(
  fc.constantFrom('', '?', `?${MARK}`, '?webtask_pb=1', '?webtask_mb=1&webtask_pb=1', '?%zz&=&&'),
  fc
    .array(fc.tuple(setting, fc.oneof(fc.constantFrom('0', '1', MARK), fc.webQueryParameters())), {
      maxLength: 5,
    })
    .map((pairs) => `?${pairs.map(([name, value]) => `${name}=${value}`).join('&')}`),
);

const headerName = fc.oneof(
  fc.constantFrom(
    ...['X-Forwarded-For', 'X-Forwarded-Host', 'X-Forwarded-Proto', 'X-Original-Url', 'Forwarded'],
    ...['X-Http-Method-Override', 'If-None-Match', 'If-Modified-Since', 'Referer', 'Origin'],
    ...['X-Wt-Params', 'X-Wt-Secrets', 'X-Wt-Container', 'Authorization', 'Cookie', 'Range'],
    ...['Accept', 'Accept-Encoding', 'User-Agent', 'Content-Encoding', 'Te', 'Trailer', 'Via'],
    ...[
      '__proto__',
      'constructor',
      'Host',
      'Content-Type',
      'Proxy',
      'Access-Control-Request-Headers',
    ],
  ),
  fc.stringMatching(/^[a-z][a-z0-9_.!#$%&'*+^`|~-]{0,30}$/),
);
/** These belong to the framing, or end the conversation before it reaches the extension. */
const OF_THE_PROTOCOL =
  /^(?:content-length|transfer-encoding|connection|keep-alive|expect|upgrade|access-control-request-method)$/i;
const headers = fc.array(
  fc.tuple(
    headerName.filter((name) => !OF_THE_PROTOCOL.test(name)),
    fc.oneof(
      headerText,
      fc.constantFrom(
        ...[MARK, 'application/json', 'application/x-www-form-urlencoded', 'gzip', '*', ''],
        ...['multipart/form-data; boundary=x', 'https://manage.auth0.com/', 'bytes=0-', 'DELETE'],
        Buffer.from(JSON.stringify({ ectx: { LOGANALYTICS_WORKSPACEKEY: MARK } })).toString(
          'base64',
        ),
      ),
    ),
  ),
  { maxLength: 12 },
);

const body = fc.oneof(
  fc.constantFrom('', '{', '[]', 'null', '{"__proto__":{"polluted":true}}', `a=1&b=${MARK}`),
  fc.json(),
  fc
    .record({ schedule: fc.string(), state: fc.constant('active') })
    .map((job) => JSON.stringify(job)),
  fc.uint8Array({ maxLength: 3_000 }),
);

type Framing = 'none' | 'length' | 'chunks';

/** A request that Node's parser takes for one. */
export function properRequest(urlFormat: UrlFormat, root: string): fc.Arbitrary<ProperRequest> {
  const roots = [...ROOTS[urlFormat], root, `${root}/`];
  const path = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...roots) },
    fc.array(segment, { maxLength: 5 }).map((segments) => `${root}/${segments.join('/')}`),
    fc.array(segment, { maxLength: 5 }).map((segments) => `/${segments.join('/')}`),
    fc.constantFrom('*', `http://${MARK}.example/`, `${root}//`, `${root}/%2F`, `//${MARK}${root}`),
  );
  return fc
    .record({
      method,
      target: fc.tuple(path, query).map(([before, after]) => before + after),
      version: fc.constantFrom('1.1', '1.1', '1.0'),
      headers,
      body: body.map((each) => Buffer.from(each as string)),
      framing: fc.constantFrom<Framing>('none', 'length', 'chunks'),
    })
    .filter((request) => !isOfTheHost(request.target) && headOf(request).length < MAX_HEAD_BYTES)
    .map((request) => ({
      bytes: toBytes(request).toString('latin1'),
      method: request.method,
      isForRoot: roots.includes(request.target.split('?', 1)[0] ?? ''),
    }));
}

/** What the emulated platform answers itself. */
function isOfTheHost(target: string): boolean {
  return target.startsWith('/sandbox/') || target === '/favicon.ico';
}

/** Node answers a longer one itself. */
const MAX_HEAD_BYTES = 15_000;

interface Parts {
  readonly method: string;
  readonly target: string;
  readonly version: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Buffer;
  readonly framing: Framing;
}

function headOf(request: Parts): Buffer {
  const { framing } = request;
  const lines = [
    `${request.method} ${encodeSpaces(request.target)} HTTP/${request.version}`,
    `Host: ${MARK}.example`,
    'Connection: close',
    ...request.headers.map(([name, value]) => `${name}: ${value}`),
    ...(framing === 'length' ? [`Content-Length: ${request.body.length}`] : []),
    ...(framing === 'chunks' ? ['Transfer-Encoding: chunked'] : []),
  ];
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
}

function toBytes(request: Parts): Buffer {
  const { framing } = request;
  const head = headOf(request);
  if (framing === 'none') return head;
  if (framing === 'length') return Buffer.concat([head, request.body]);
  const size = Buffer.from(`${request.body.length.toString(16)}\r\n`);
  const chunk = request.body.length === 0 ? [] : [size, request.body, Buffer.from('\r\n')];
  return Buffer.concat([head, ...chunk, Buffer.from('0\r\n\r\n')]);
}

/** Bytes beyond ASCII, and spaces, are no part of a target. */
function encodeSpaces(target: string): string {
  return target.replace(/[^\x21-\x7e]/gu, encodeURIComponent);
}

/** A request that is broken in some way, and may be answered by the platform or not at all. */
export function brokenRequest(root: string): fc.Arbitrary<string> {
  const line = fc.oneof(
    fc.constantFrom(
      ...[`get ${root} HTTP/1.1`, `post ${root} HTTP/1.1`, `BREW ${root} HTTP/1.1`],
      ...[`POST ${root}/\0 HTTP/1.1`, `POST ${root} x HTTP/1.1`, `POST ${root}`, 'PRI * HTTP/2.0'],
      ...[`POST ${root} HTTP/2.0`, `POST ${root} HTTP/0.9`, `POST ${root}/é HTTP/1.1`, 'POST', ''],
      ...[`CONNECT ${root} HTTP/1.1`, `CONNECT example.com:443 HTTP/1.1`, `POST  ${root} HTTP/1.1`],
      ...[`POST ${root}?${'x'.repeat(70_000)} HTTP/1.1`, `POST ${root} HTTP/1.1`],
    ),
    fc.string({ unit: 'binary', maxLength: 40 }),
  );
  const header = fc.oneof(
    fc.constantFrom(
      ...['Content-Length: 5', 'Content-Length: 99999999999999999999', 'Content-Length: -1'],
      ...[
        'Content-Length: 0',
        'Content-Length: x',
        'Content-Length: 3, 3',
        'Content-Length: 10000',
      ],
      ...['Transfer-Encoding: chunked', 'Transfer-Encoding: x', 'Transfer-Encoding : chunked'],
      ...['Expect: 100-continue', `Expect: ${MARK}`, 'Upgrade: websocket', 'Connection: upgrade'],
      ...['Host:', 'Host: a', 'Host: b', ': x', 'no colon', ' folded', 'A: \0', 'A: \x07', 'é: x'],
      ...[`A: ${'x'.repeat(20_000)}`, `${'x'.repeat(20_000)}: A`, 'Content-Encoding: gzip'],
    ),
    headerText,
  );
  const lineEnd = fc.constantFrom('\r\n', '\r\n', '\r\n', '\n', '\r');
  return fc
    .tuple(line, fc.array(header, { maxLength: 6 }), lineEnd, fc.uint8Array({ maxLength: 200 }))
    .map(
      ([first, others, end, rest]) =>
        [first, ...others, '', ''].join(end) + Buffer.from(rest).toString('latin1'),
    );
}

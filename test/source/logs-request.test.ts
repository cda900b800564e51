import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  checkpointUrl,
  logUrl,
  nextUrl,
  oldestUrl,
  searchBackUrl,
  searchUrl,
} from '../../src/source/logs-request.ts';

const ORIGIN = 'https://tenant.eu.auth0.com';
const LAST = '90020261101140509000000000000000000000000000000000000007';
const NEXT = `${ORIGIN}/api/v2/logs?from=${LAST}&take=100`;

function next(link: string | undefined): string | undefined {
  return nextUrl(link, ORIGIN, LAST, 100);
}

test('asks in checkpoint mode with from and take alone, because Auth0 ignores all else', () => {
  assert.equal(
    checkpointUrl(ORIGIN, 'a&b=c', 10),
    'https://tenant.eu.auth0.com/api/v2/logs?from=a%26b%3Dc&take=10',
  );
});

test('searches by date from a moment on, the earliest first', () => {
  const url = new URL(searchUrl(ORIGIN, Date.UTC(2026, 10, 1, 14)));
  assert.equal(url.origin + url.pathname, 'https://tenant.eu.auth0.com/api/v2/logs');
  assert.deepEqual(Object.fromEntries(url.searchParams), {
    q: 'date:[2026-11-01T14:00:00.000Z TO *]',
    sort: 'date:1',
    per_page: '100',
    page: '0',
  });
});

test('searches by date back from a moment, because the newest of them tell what is there', () => {
  const q = 'date:[* TO 2026-11-01T14:00:00.000Z]';
  const untilMs = Date.UTC(2026, 10, 1, 14);
  const parameters = new URL(searchBackUrl(ORIGIN, untilMs, 10)).searchParams;
  const expected = { q, sort: 'date:-1', per_page: '10', page: '0' };
  assert.deepEqual(Object.fromEntries(parameters), expected);
});

test('searches for the oldest logs among all that there are', () => {
  assert.equal(
    oldestUrl(ORIGIN, 10),
    'https://tenant.eu.auth0.com/api/v2/logs?sort=date%3A1&per_page=10&page=0',
  );
});

test('encodes the id of a single log, because it must not lead to another path', () => {
  assert.equal(
    logUrl(ORIGIN, '../users?a=b'),
    'https://tenant.eu.auth0.com/api/v2/logs/..%2Fusers%3Fa%3Db',
  );
});

test('follows the link to the next page in the forms that RFC 8288 allows', () => {
  const forms = [
    `<${NEXT}>; rel="next"`,
    `<${NEXT}>;rel=next`,
    `<${NEXT}> ; title="x" ; REL = "NEXT"`,
    `</api/v2/logs?from=${LAST}&take=100>; rel="next"`,
  ];
  for (const form of forms) assert.equal(next(form), NEXT, form);
});

test('finds the next page among several links', () => {
  const first = `<${ORIGIN}/api/v2/logs?from=1&take=100>; rel="first"`;
  assert.equal(next(`${first}, <${NEXT}>; rel="next"`), NEXT);
  assert.equal(next(`<${NEXT}>; rel="next", ${first}`), NEXT);
  assert.equal(next(`${first}, ${first}`), undefined);
});

test('asks for as many logs as it wants, whatever the link says', () => {
  const small = `<${ORIGIN}/api/v2/logs?from=${LAST}&take=10>; rel="next"`;
  assert.equal(next(small), NEXT);
});

test('refuses a link to another place, because the token would go there', () => {
  const places = [
    'https://evil.example/api/v2/logs',
    'https://tenant.eu.auth0.com.evil.example/api/v2/logs',
    'https://tenant.eu.auth0.com:8443/api/v2/logs',
    'http://tenant.eu.auth0.com/api/v2/logs',
    '//evil.example/api/v2/logs',
    'https://tenant.eu.auth0.com@evil.example/api/v2/logs',
    'https://user:password@tenant.eu.auth0.com/api/v2/logs',
    'https://tenant.eu.auth0.com/api/v2/users',
    'https://tenant.eu.auth0.com/api/v2/logs/../users',
    'https://tenant.eu.auth0.com/api/v2/logs/',
    '/api/v2/logs/900',
  ];
  for (const place of places) {
    assert.equal(next(`<${place}?from=${LAST}&take=100>; rel="next"`), undefined, place);
  }
});

test('refuses a link that goes on after another log, because that would leave a gap', () => {
  for (const query of ['', '?take=100', '?from=', `?from=${LAST}1`, `?From=${LAST}`]) {
    assert.equal(next(`<${ORIGIN}/api/v2/logs${query}>; rel="next"`), undefined, query);
  }
});

test('does without a link that is absent or broken', () => {
  const broken = [undefined, '', '<', '<>; rel="next"', NEXT, `<${NEXT}>`, `<${NEXT}>; rel="prev"`];
  for (const link of broken) assert.equal(next(link), undefined, link);
});

test('never throws and never leaves the endpoint, whatever the header says', () => {
  const link = fc.oneof(
    fc.string(),
    fc.string().map((text) => `<https://evil.example/${text}?from=${LAST}>; rel="next"`),
    fc.string().map((text) => `<${NEXT}${text}>; rel="next"`),
    fc.string().map((text) => `<${text}${NEXT}>; rel="next"`),
  );
  fc.assert(
    fc.property(link, (text) => {
      const url = next(text);
      assert.ok(url === undefined || url.startsWith(`${ORIGIN}/api/v2/logs?`));
    }),
    { numRuns: 200 },
  );
});

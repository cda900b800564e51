import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SANDBOX_SECRET_MARK } from '../../src/sandbox/credentials.ts';
import { dateOf, LOG_KINDS, makeLog } from '../../src/sandbox/tenant/log-factory.ts';
import { firstIdAt, LogIdIssuer } from '../../src/sandbox/tenant/log-id.ts';

const START_MS = Date.UTC(2026, 10, 1, 12);
const COUNT = 4000;

const makeMany = (seed: number, count = COUNT): Record<string, unknown>[] => {
  const issuer = new LogIdIssuer();
  return Array.from({ length: count }, (_, index) => {
    const takenInMs = START_MS + index * 7;
    const dateMs = dateOf(seed, index, takenInMs);
    return makeLog({ seed, index, dateMs, logId: issuer.issue(takenInMs), tenantName: 'sandbox' });
  });
};

const logs = makeMany(1);
const texts = logs.map((log) => JSON.stringify(log));

test('the same seed makes the same logs, another seed others', () => {
  assert.deepEqual(
    makeMany(1, 200).map((log) => JSON.stringify(log)),
    texts.slice(0, 200),
  );
  assert.notDeepEqual(makeMany(2, 10), logs.slice(0, 10));
});

test('ids have 56 digits, grow strictly, and lie after the date of their log', () => {
  const ids = logs.map((log) => String(log['log_id']));
  assert.ok(ids.every((id) => /^900\d{53}$/.test(id)));
  assert.ok(ids.every((id, index) => index === 0 || id > (ids[index - 1] ?? '')));
  assert.ok(
    logs.every((log) => firstIdAt(Date.parse(String(log['date']))) < String(log['log_id'])),
  );
  assert.ok(logs.every((log) => log['_id'] === log['log_id']));
});

test('some events come late, so that the order of dates is not the order of ids', () => {
  const dates = logs.map((log) => String(log['date']));
  const late = logs.filter(
    (log, index) => START_MS + index * 7 - Date.parse(String(log['date'])) > 10_000,
  );
  assert.notDeepEqual([...dates].sort(), dates);
  assert.ok(late.length > 20 && late.length < 200, `${late.length} late`);
});

test('there are more than forty types, unknown ones among them', () => {
  assert.ok(LOG_KINDS.length >= 40);
  const types = new Set(logs.map((log) => log['type']));
  assert.ok(types.size >= 40, `${types.size} types`);
  for (const type of ['s', 'fp', 'sapi', 'seccft', 'gd_auth_succeed', 'quantum_login_succeeded']) {
    assert.ok(types.has(type), type);
  }
});

test('the feed holds what makes exporters stumble', () => {
  const holds = (what: string, found: (log: Record<string, unknown>, text: string) => boolean) =>
    assert.ok(
      logs.some((log, index) => found(log, texts[index] ?? '')),
      what,
    );
  holds('secrets', (_, text) => text.includes(SANDBOX_SECRET_MARK));
  holds('injection attempts', (_, text) => text.includes('<script>'));
  holds('a large event', (_, text) => text.length > 90_000);
  holds('a field of two-byte characters', (log) => String(log['description']).startsWith('éééé'));
  holds('names outside ASCII', (_, text) => text.includes('日本'));
  holds('an emoji', (_, text) => text.includes('🦊'));
  holds('GUID-like names', (log) => /^[0-9a-f]{32}$/.test(String(log['user_name'])));
  holds('a null field', (log) => log['client_id'] === null);
  holds('an event without details', (log) => log['details'] === undefined);
  holds('auth0_client as a list', (log) => Array.isArray(log['auth0_client']));
  holds(
    'auth0_client as an object',
    (log) => log['auth0_client'] !== undefined && !Array.isArray(log['auth0_client']),
  );
  holds('scope as a list', (log) => Array.isArray(log['scope']));
  holds('scope as text', (log) => typeof log['scope'] === 'string');
  holds('a raw user agent', (log) => String(log['user_agent']).startsWith('Mozilla/5.0'));
  holds('a short user agent', (log) => String(log['user_agent']).includes(' / Windows'));
  holds('a version of the schema', (log) => log['$event_schema'] !== undefined);
});

test('an ordinary event has about the size of a real one', () => {
  const ordinary = texts.map((text) => Buffer.byteLength(text)).filter((size) => size < 50_000);
  const average = ordinary.reduce((sum, size) => sum + size, 0) / ordinary.length;
  assert.ok(average > 1000 && average < 1400, `${average} bytes`);
});

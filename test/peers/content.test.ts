/** Logs that other exporters drop, change or give another time. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { JsonObject } from '../../src/sandbox/http/json-input.ts';
import type { Row } from '../../src/sandbox/workspace/row-store.ts';
import { type Extension, startExtension, TABLE } from '../extension.ts';
import { assertAllOnce, CAUGHT_UP, callOnce, checkpointOf } from './short-runs.ts';

const rowOf = ({ workspace }: Extension, logId: string | undefined): Row =>
  workspace.rows(TABLE).find((row) => row['log_id_s'] === logId) ?? {};

const HOUR_MS = 3_600_000;

describe('what a log says', { concurrency: true }, () => {
  test('keeps every event with its own time, those older than 48 hours too (P13, P16, F12)', async (t) => {
    const extension = await startExtension(t, { tenant: { backlog: 70, backlogHours: 96 } });
    const { workspace, host } = extension;

    assert.deepEqual(await callOnce(host), CAUGHT_UP);

    assertAllOnce(extension);
    const young = workspace.rows(TABLE).filter((row) => {
      const ageMs = Date.now() - Date.parse(String(row['date_t']));
      return ageMs < 47 * HOUR_MS;
    });
    assert.ok(young.length > 20);
    for (const row of young) assert.equal(row['TimeGenerated'], row['date_t']);
    const days = new Set(workspace.rows(TABLE).map((row) => String(row['date_t']).slice(0, 10)));
    assert.ok(days.size >= 4, 'older ones keep theirs in their column');
  });

  test('goes by the order of the answer, not by dates, so that a late event repeats and skips nothing (F4, A)', async (t) => {
    const extension = await startExtension(t);
    const { tenant, workspace, host } = extension;
    const ago = (hours: number): JsonObject => ({
      type: 's',
      date: new Date(Date.now() - hours * HOUR_MS).toISOString(),
    });
    for (const hours of [[3, 1, 2], [5, 0.1, 4], [9]]) {
      const added = tenant.addLogs(hours.map(ago));
      assert.deepEqual(await callOnce(host), CAUGHT_UP);
      assert.equal(checkpointOf(host), added.at(-1));
    }
    assert.equal(workspace.counters().recordsStored, 7);
    assertAllOnce(extension);
  });

  test('lets unknown types and fields pass, and keeps the type code and the whole user id (P7, P8, E12, F14, C5, C6)', async (t) => {
    const extension = await startExtension(t);
    const { tenant, host } = extension;
    const [future, member, plain, list] = tenant.addLogs([
      { type: 'type_of_2031', user_id: 'waad|a|b|c', quite_new: { a: 1 } },
      { type: 'organization_member_added', user_id: 'no-pipe' },
      { type: 's', scope: 'openid', audience: 'one' },
      { type: 's', scope: ['openid', 'profile'], audience: ['one', 'two'] },
    ]);

    assert.deepEqual(await callOnce(host), CAUGHT_UP);

    assertAllOnce(extension);
    const row = rowOf(extension, future);
    assert.equal(row['type_s'], 'type_of_2031');
    assert.equal(row['user_id_s'], 'waad|a|b|c');
    assert.deepEqual(JSON.parse(String(row['additional_fields_s'])).quite_new, { a: 1 });
    assert.equal(rowOf(extension, member)['type_s'], 'organization_member_added');
    assert.equal(rowOf(extension, member)['user_id_s'], 'no-pipe');
    assert.equal(rowOf(extension, plain)['scope_s'], 'openid');
    assert.equal(rowOf(extension, list)['scope_s'], 'openid profile');
    assert.match(String(rowOf(extension, list)['audience_s']), /one.*two/);
  });

  test('signs the bytes that it sends, with emoji, accents and half characters in them (E7)', async (t) => {
    const extension = await startExtension(t);
    const { tenant, workspace, host } = extension;
    const names = ['José', 'Søren 🦊', 'يوسف', 'half \ud83e of one', '\udd8a', '\u0000\u2028'];
    const ids = tenant.addLogs(names.map((name) => ({ type: 's', user_name: name })));

    assert.deepEqual(await callOnce(host), CAUGHT_UP);

    assertAllOnce(extension);
    assert.equal(rowOf(extension, ids[0])['user_name_s'], 'José');
    assert.equal(rowOf(extension, ids[1])['user_name_s'], 'Søren 🦊');
    assert.equal(workspace.counters().brokenTexts, 0);
    assert.deepEqual(workspace.counters().byStatus, { 200: 1 });
  });

  test('tells ids apart that differ in their last digit alone, and writes large numbers out (T, epoch of L)', async (t) => {
    const extension = await startExtension(t);
    const { tenant, host } = extension;
    const stem = `900${'20261101'.padEnd(52, '0')}`;
    const ids = ['1', '2', '3'].map((digit) => `${stem}${digit}`);
    tenant.addLogs(
      ids.map((log_id) => ({
        type: 's',
        log_id,
        details: { expiresAt: 1_743_000_000_123 },
        user_id: 1_743_000_000_123,
      })),
    );

    assert.deepEqual(await callOnce(host), CAUGHT_UP);

    assertAllOnce(extension);
    assert.equal(checkpointOf(host), ids[2]);
    const row = rowOf(extension, ids[1]);
    assert.equal(JSON.parse(String(row['details_s'])).expiresAt, 1_743_000_000_123);
    assert.ok(String(row['details_s']).includes('1743000000123'));
    assert.equal(row['user_id_s'], '1743000000123');
  });

  test('keeps a field of 40 KB valid and within the limit of Azure, so that nothing is cut there (E9, P13)', async (t) => {
    const extension = await startExtension(t);
    const { tenant, workspace, host } = extension;
    const [large] = tenant.addLogs([
      { type: 'fapi', details: { request: { body: 'é'.repeat(20_000), kept: true } } },
    ]);

    assert.deepEqual(await callOnce(host), CAUGHT_UP);

    const row = rowOf(extension, large);
    assert.equal(JSON.parse(String(row['details_s'])).request.kept, true);
    assert.equal(row['truncated_fields_s'], 'details');
    assert.equal(workspace.tables()[0]?.cutFields, 0);
  });
});

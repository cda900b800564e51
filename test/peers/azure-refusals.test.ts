/** Azure refuses: single records are set aside, what concerns all batches is told, and nothing moves. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Fault } from '../../src/sandbox/http/fault-plan.ts';
import { lastReport, type Services, startExtension, storedState } from '../extension.ts';
import { assertAllOnce, CAUGHT_UP, callOnce, MISCONFIGURED } from './short-runs.ts';

function assertAllOnceBut({ tenant, workspace }: Services, refused: readonly string[]): void {
  const wanted = tenant.logIds().filter((id) => !refused.includes(id));
  assert.deepEqual([...workspace.logIds()].sort(), wanted);
  assert.equal(workspace.duplicates(), 0);
}

describe('a record that Azure refuses', { concurrency: true }, () => {
  test('sets a record in the middle of a batch aside unreadably, delivers every other exactly once, and goes on (E1, P2, F9, V, B, G)', async (t) => {
    const extension = await startExtension(t, { tenant: { backlog: 100 } });
    const { tenant, workspace, host } = extension;
    const user = 'somebody.in.particular@example.com';
    const log = {
      type: 'fp',
      user_name: user,
      ip: '203.0.113.77',
      details: { note: 'wrong word' },
    };
    const [poison = ''] = tenant.addLogs([log]);
    tenant.addLogs(99);
    workspace.configure({ refusedLogIds: [poison] });

    assert.deepEqual(await callOnce(host), CAUGHT_UP);

    assertAllOnceBut(extension, [poison]);
    const { deadLetters, history } = storedState(host);
    assert.deepEqual(
      deadLetters.map(({ logId, logType }) => ({ logId, logType })),
      [{ logId: poison, logType: 'fp' }],
    );
    assert.match(deadLetters[0]?.reason ?? '', /InvalidDataFormat/);
    assert.ok((deadLetters[0]?.content ?? '').length > 100, 'the record itself is kept');
    assert.equal(history[0]?.deliveries[0]?.deadLetters, 1);
    const document = JSON.stringify(host.storage.peek());
    for (const plain of [user, log.ip, log.details.note]) {
      assert.ok(!document.includes(plain), plain);
      const encoded = Buffer.from(plain).toString('base64').slice(0, -4);
      assert.ok(!document.includes(encoded), `${plain} in base64`);
    }

    tenant.addLogs(10);
    const posts = workspace.counters().requests;
    assert.deepEqual(await callOnce(host), CAUGHT_UP);
    assertAllOnceBut(extension, [poison]);
    assert.equal(workspace.counters().requests, posts + 1, 'the record is not tried again');
    assert.equal(storedState(host).deadLetters.length, 1);
  });

  test('finds refused records at the ends of batches and beside each other, and repeats none of the others (P15, G)', async (t) => {
    const extension = await startExtension(t, {
      tenant: { backlog: 400 },
      secrets: { BATCH_SIZE: '100' },
    });
    const { tenant, workspace, host } = extension;
    const refused = [0, 99, 100, 250, 251, 399].map((place) => tenant.logIds()[place] ?? '');
    workspace.configure({ refusedLogIds: refused });

    assert.deepEqual(await callOnce(host), CAUGHT_UP);

    assertAllOnceBut(extension, refused);
    const kept = storedState(host).deadLetters.map(({ logId }) => logId);
    assert.deepEqual(kept.sort(), refused);
  });

  test('is not stuck on a refused record that is the only new one (F10, a chunk that blocks the pipeline)', async (t) => {
    const extension = await startExtension(t, { tenant: { backlog: 30 } });
    const { tenant, workspace, host } = extension;
    await callOnce(host);
    const [poison = ''] = tenant.addLogs(1);
    workspace.configure({ refusedLogIds: [poison] });

    assert.deepEqual(await callOnce(host), CAUGHT_UP);
    assert.deepEqual(await callOnce(host), CAUGHT_UP);

    assertAllOnceBut(extension, [poison]);
    assert.equal(storedState(host).deadLetters.length, 1);
  });

  for (const { name, isRefused } of [
    { name: 'every record', isRefused: () => true },
    { name: 'one record in ten', isRefused: (_id: string, place: number) => place % 10 === 0 },
  ]) {
    test(`takes ${name} refused for a fault that lies elsewhere: the checkpoint and the dead letters stay as they are (P2, G)`, async (t) => {
      const extension = await startExtension(t, { tenant: { backlog: 100 } });
      const { tenant, workspace, host } = extension;
      const first = tenant.logIds()[70] ?? '';
      workspace.configure({ refusedLogIds: [first] });
      await callOnce(host);
      const { checkpoints, deadLetters } = storedState(host);
      assert.equal(deadLetters.length, 1);
      const arrived = workspace.logIds().size;
      const added = tenant.addLogs(100);
      workspace.configure({ refusedLogIds: added.filter(isRefused) });

      assert.deepEqual(await callOnce(host), MISCONFIGURED);

      assert.match(lastReport(host), /not the fault of single records/);
      assert.deepEqual(storedState(host).deadLetters, deadLetters);
      const { checkpoints: after } = storedState(host);
      if (name === 'every record') {
        assert.deepEqual(after, checkpoints);
        assert.equal(workspace.logIds().size, arrived);
      }
      workspace.configure({ refusedLogIds: [] });
      assert.deepEqual(await callOnce(host), CAUGHT_UP);
      const wanted = tenant.logIds().filter((id) => id !== first);
      assert.deepEqual([...workspace.logIds()].sort(), wanted);
    });
  }

  test('says of a body that no record made wrong what it is, and loses nothing when that passes (G, V)', async (t) => {
    const extension = await startExtension(t, { tenant: { backlog: 100 } });
    const { workspace, host } = extension;
    workspace.faults.add({ kind: 'status', status: 400, count: 'forever' });

    assert.deepEqual(await callOnce(host), MISCONFIGURED);

    assert.deepEqual(storedState(host).deadLetters, []);
    workspace.faults.clear();
    assert.deepEqual(await callOnce(host), CAUGHT_UP);
    assertAllOnce(extension);
  });
});

const refusal = (code: string): Fault => ({
  kind: 'status',
  status: 400,
  body: JSON.stringify({ Error: code, Message: 'words of the service' }),
});

const ANSWERS: readonly { name: string; fault: Fault; advice: RegExp }[] = [
  { name: '403', fault: { kind: 'status', status: 403 }, advice: /LOGANALYTICS_WORKSPACEKEY/ },
  { name: '404', fault: { kind: 'status', status: 404 }, advice: /LOGANALYTICS_WORKSPACEID/ },
  { name: '410', fault: { kind: 'status', status: 410 }, advice: /ended support/ },
  { name: '401', fault: { kind: 'status', status: 401 }, advice: /LOGANALYTICS_ENDPOINT/ },
  { name: '301', fault: { kind: 'status', status: 301 }, advice: /LOGANALYTICS_ENDPOINT leads/ },
  { name: 'closed', fault: refusal('InactiveCustomer'), advice: /workspace is closed/ },
  { name: 'version', fault: refusal('InvalidApiVersion'), advice: /LOGANALYTICS_APIVERSION/ },
  { name: 'no version', fault: refusal('MissingApiVersion'), advice: /LOGANALYTICS_ENDPOINT/ },
  { name: 'customer', fault: refusal('InvalidCustomerId'), advice: /LOGANALYTICS_WORKSPACEID/ },
  { name: 'log type', fault: refusal('InvalidLogType'), advice: /LOGANALYTICS_NAMESPACE/ },
  { name: 'no log type', fault: refusal('MissingLogType'), advice: /any proxy/ },
  { name: 'content type', fault: refusal('UnsupportedContentType'), advice: /any proxy/ },
  { name: 'unheard of', fault: refusal('BrandNewCode'), advice: /BrandNewCode/ },
  { name: 'no code', fault: { kind: 'status', status: 400, body: '' }, advice: /any proxy/ },
];

test('says what to fix after one post when Azure takes no batch at all, and neither moves nor loses anything (E1, P2, P18, B, G, retired endpoint)', async (t) => {
  const extension = await startExtension(t, { tenant: { backlog: 60 } });
  const { tenant, workspace, host, secrets } = extension;
  await callOnce(host);
  const { checkpoints } = storedState(host);
  tenant.addLogs(40);

  for (const { name, fault, advice } of ANSWERS) {
    const posts = workspace.counters().requests;
    workspace.faults.add({ ...fault, count: 'forever' });

    assert.deepEqual(await callOnce(host), MISCONFIGURED, name);

    workspace.faults.clear();
    assert.equal(workspace.counters().requests, posts + 1, `${name}: no second try`);
    assert.match(lastReport(host), advice, name);
    assert.match(lastReport(host), /Nothing was lost/, name);
    assert.deepEqual(storedState(host).checkpoints, checkpoints, name);
    assert.deepEqual(storedState(host).deadLetters, [], name);
  }

  const document = JSON.stringify(host.storage.peek());
  assert.ok(!document.includes(secrets['LOGANALYTICS_WORKSPACEKEY'] ?? '?'));
  assert.ok(!document.includes('words of the service'));
  assert.deepEqual(await callOnce(host), CAUGHT_UP);
  assertAllOnce(extension);
});

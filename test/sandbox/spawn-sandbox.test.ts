import assert from 'node:assert/strict';
import { test } from 'node:test';
import { spawnSandbox } from '../../src/sandbox/spawn-sandbox.ts';
import { BEGINNING, call, field, idsIn, json, post, readerOf } from './clients.ts';
import { uploaderOf } from './ingestion-clients.ts';

test('tenant and workspace run in processes of their own and are steered from here', async (t) => {
  const sandbox = await spawnSandbox({
    tenant: { backlog: 30, faults: [{ kind: 'status', status: 503 }] },
    workspace: { keepRows: 10 },
  });
  t.after(() => sandbox.stop());
  const read = await readerOf(sandbox.tenantUrl);
  assert.equal((await read('take=1')).status, 503);
  await sandbox.tenant.addLogs(5);
  await sandbox.tenant.addLogs([{ type: 'fp' }]);
  const ids = idsIn(await read(`from=${BEGINNING}&take=100`));
  assert.equal(ids.length, 36);
  const [missed = '', ...sent] = ids;
  await post(
    sandbox.workspaceUrl,
    [...sent, sent[0], 'of nobody'].map((id) => ({ log_id: id })),
  );
  assert.deepEqual(await sandbox.compare(), {
    logCount: 36,
    missing: [missed],
    unexpected: ['of nobody'],
    duplicates: 1,
  });
  await sandbox.workspace.configure({ isClosed: true });
  const refused = await post(sandbox.workspaceUrl, []);
  assert.equal(field(json(refused), 'Error'), 'InactiveCustomer');
  await assert.rejects(sandbox.tenant.configure({ latency: 5 }), /latency/);
  await sandbox.tenant.addFaults({ kind: 'null' });
  assert.equal(json(await read('take=1')), null);
  assert.equal((await sandbox.tenant.counters()).faultsPlayed, 2);
  await sandbox.workspace.reset();
  assert.equal((await sandbox.workspace.counters()).recordsStored, 0);
  await sandbox.stop();
  await assert.rejects(call(sandbox.tenantUrl));
});

test('the Logs Ingestion API runs beside them when it is asked for', async (t) => {
  const sandbox = await spawnSandbox({
    tenant: { backlog: 3 },
    ingestion: { faults: [{ kind: 'status', status: 503 }] },
  });
  t.after(() => sandbox.stop());
  const { ingestion, ingestionUrl = '' } = sandbox;
  assert.ok(ingestion);
  const send = await uploaderOf(ingestionUrl);
  const [first, ...rest] = await sandbox.tenant.logIds();
  assert.equal((await send([{ log_id: first }])).status, 503);
  const sent = [first, first, 'of nobody'].map((id) => ({ log_id: id }));
  assert.equal((await send(sent)).status, 204);
  assert.deepEqual(await sandbox.compareIngestion(), {
    logCount: 3,
    missing: rest,
    unexpected: ['of nobody'],
    duplicates: 1,
  });
  assert.equal((await ingestion.rows(1))[0]?.['log_id'], 'of nobody');
  assert.equal((await ingestion.counters()).tokens.issued, 1);
  await ingestion.revokeTokens();
  assert.equal((await send([])).status, 401);
  await ingestion.configure({ hasRole: false });
  assert.equal((await (await uploaderOf(ingestionUrl))([])).status, 403);
  await assert.rejects(ingestion.configure({ isClosed: true }), /isClosed/);
});

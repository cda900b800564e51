import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EMPTY_STATE } from '../../src/engine/state.ts';
import { callAsScheduler, storedState } from '../extension.ts';
import { actorIn } from './actor.ts';
import { HOSTILE_TEXTS } from './hostile-inputs.ts';
import { readPage, signedInBrowser } from './over-http.ts';
import { PASSWORD, startPageExtension } from './page-extension.ts';

test('choosing dead letters', async (t) => {
  const { tenant, workspace, host } = await startPageExtension(t);
  const ids = tenant.addLogs(6);
  workspace.configure({ refusedLogIds: ids.slice(0, 4) });
  await callAsScheduler(host.url);
  const browser = await signedInBrowser(host.url, PASSWORD);
  const act = await actorIn(browser, host.url);
  const kept = () => storedState(host).deadLetters.map(({ logId }) => logId);
  const [first = '', second = '', third = '', fourth = ''] = ids;
  assert.deepEqual(kept(), [first, second, third, fourth]);

  await t.test('does nothing for names that are not there', async () => {
    const stored = JSON.stringify(host.storage.peek());
    const names = [
      '',
      ' ',
      'data-collector',
      first,
      `logs-ingestion ${first}`,
      `__proto__ ${first}`,
    ];
    const hostile = [
      ...names,
      ...HOSTILE_TEXTS,
      ...HOSTILE_TEXTS.map((one) => `data-collector ${one}`),
    ];
    const form = formOf(hostile);
    for (const path of ['replay', 'confirm-discard', 'discard']) {
      for (const fields of ['', form, 'all=no', `all=true&letters=data-collector+${first}`]) {
        const answer = await act(`/dead-letters/${path}`, fields);
        assert.equal(answer.status, 303, `${path} ${fields}`);
        assert.equal(answer.location, '/dead-letters?done=nothing');
      }
    }
    for (const show of hostile) {
      const answer = await act('/dead-letters/record', { show });
      assert.equal(answer.status, 409, show);
      assert.match(answer.text, /not there any more/);
    }
    assert.equal(JSON.stringify(host.storage.peek()), stored);
  });

  await t.test('discards those that were chosen, after saying so', async () => {
    const form = `letter=data-collector+${first}&letter=data-collector+x&letter=x`;
    const confirm = await act('/dead-letters/confirm-discard', form);
    assert.match(confirm.text, /1 record is given up/);
    assert.deepEqual([confirm.text.includes(first), confirm.text.includes(second)], [true, false]);
    assert.equal(kept().length, 4);

    const { location } = await act('/dead-letters/discard', form);

    assert.equal(location, '/dead-letters?done=discard');
    assert.deepEqual(kept(), [second, third, fourth]);
    assert.match(await readPage(browser, location), /3 dead letters wait/);
  });

  await t.test('replays those that were chosen', async () => {
    workspace.configure({ refusedLogIds: [] });
    const { location } = await act('/dead-letters/replay', { letter: `data-collector ${third}` });
    assert.match(await readPage(browser, location), /Dead letters were sent again/);
    assert.deepEqual(kept(), [second, fourth]);
    assert.ok(workspace.logIds().has(third));
    assert.ok(!workspace.logIds().has(second));
  });

  await t.test('shows a record only when the history tells who looked at it', async () => {
    const show = `data-collector ${second}`;
    host.storage.failNext('set', 'error');
    const unseen = await act('/dead-letters/record', { show });
    assert.equal(unseen.status, 409);
    assert.doesNotMatch(unseen.text, /<pre/);
  });

  await t.test('shows of a letter without content that there is none', async () => {
    const state = storedState(host);
    const deadLetters = state.deadLetters.map(({ content: _, ...letter }) => letter);
    const odd = { ...deadLetters[1], content: 'not sealed' };
    host.storage.replace({ ...state, deadLetters: [deadLetters[0], odd] });
    assert.match(await readPage(browser, '/dead-letters'), /id only/);
    for (const logId of [second, fourth]) {
      const answer = await act('/dead-letters/record', { show: `data-collector ${logId}` });
      assert.equal(answer.status, 200);
      assert.match(answer.text, /The record cannot be opened/);
      assert.equal(storedState(host).actions[0]?.detail, `the record of the log ${logId}`);
    }
  });

  await t.test('discards as many as there can be, by the form of its own page', async () => {
    const deadLetters = Array.from({ length: 500 }, (_, index) => ({
      logId: `9${String(index).padStart(55, '0')}`,
      logType: 's',
      destination: 'data-collector',
      reason: 'refused',
      refusedAtMs: 1,
    }));
    host.storage.replace({ ...EMPTY_STATE, deadLetters });
    const { text } = await act('/dead-letters/confirm-discard', { all: 'yes' });
    const letters = [...text.matchAll(/name="letter" value="([^"]+)"/g)].map(
      ([, name = '']) => name,
    );
    assert.equal(letters.length, 500);

    assert.equal((await act('/dead-letters/discard', formOf(letters))).status, 303);

    assert.deepEqual(kept(), []);
  });
});

function formOf(names: readonly string[]): string {
  return names.map((name) => `letter=${encodeURIComponent(name)}`).join('&');
}

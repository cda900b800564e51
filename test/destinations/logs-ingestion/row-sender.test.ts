import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { IngestionOptions } from '../../../src/sandbox/ingestion/start-ingestion.ts';
import { answerWith, inTurn } from '../../http-server.ts';
import { HEALTH_ROW } from '../health-row.ts';
import { encoded } from '../records.ts';
import { TIMEOUT_MS, unpacked, withIngestion, withPlayed } from './ingestion-server.ts';

/** The rule has a second stream, as a user deploys it. */
const TWO_STREAMS: IngestionOptions = {
  otherStreams: [
    { stream: 'Custom-Auth0Run', table: 'Auth0Run_CL', timeProperty: 'ended_at', columns: 'any' },
  ],
};

test('sends a row as it is to the stream for runs, and nothing to that of the logs', () =>
  withIngestion(TWO_STREAMS, async ({ rowSender }, ingestion) => {
    assert.deepEqual(await rowSender.deliverRow(HEALTH_ROW, TIMEOUT_MS), { status: 'accepted' });
    const [row, ...others] = ingestion.rows(undefined, 'Auth0Run_CL');
    assert.equal(others.length, 0);
    assert.deepEqual(row, {
      ...HEALTH_ROW,
      TimeGenerated: HEALTH_ROW['ended_at'],
      Type: 'Auth0Run_CL',
    });
    assert.equal(ingestion.rows().length, 0);
    assert.equal(ingestion.counters().timesReplaced, 0);
  }));

test('shares the token with the deliveries of logs', () =>
  withIngestion(TWO_STREAMS, async ({ destination, rowSender }, ingestion) => {
    const record = encoded({ log_id: '1' });
    assert.equal((await destination.deliver([record], TIMEOUT_MS)).status, 'accepted');
    assert.equal((await rowSender.deliverRow(HEALTH_ROW, TIMEOUT_MS)).status, 'accepted');
    assert.equal(ingestion.counters().tokens.issued, 1);
    assert.equal(ingestion.rows().length, 1);
  }));

test('says what is missing when the rule has no such stream, and keeps the token', () =>
  withIngestion({}, async ({ rowSender, tokens }) => {
    const outcome = await rowSender.deliverRow(HEALTH_ROW, TIMEOUT_MS);
    assert.ok(outcome.status === 'misconfigured');
    assert.match(outcome.problem, /^Azure answered 404 NotFound\. There is no such rule, stream/);
    assert.notDeepEqual(tokens.sealed(), {});
  }));

test('renews a refused token, and posts the same array of one row', () =>
  withPlayed(
    { upload: inTurn(answerWith(401), answerWith(204)) },
    async ({ rowSender, uploads }) => {
      assert.equal((await rowSender.deliverRow({ run_id: 'é' }, TIMEOUT_MS)).status, 'accepted');
      assert.deepEqual(uploads().map(unpacked), ['[{"run_id":"é"}]', '[{"run_id":"é"}]']);
      for (const { path } of uploads()) assert.match(path, /\/streams\/Custom-Auth0Run$/);
    },
  ));

test('makes a row fit the limits of a field', () =>
  withIngestion(TWO_STREAMS, async ({ rowSender }, ingestion) => {
    const row = { ...HEALTH_ROW, warnings: '日'.repeat(80_000) };
    assert.equal((await rowSender.deliverRow(row, TIMEOUT_MS)).status, 'accepted');
    assert.equal(ingestion.counters().cutFields, 0);
  }));

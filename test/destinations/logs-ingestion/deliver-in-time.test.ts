import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HttpClient } from '../../../src/http/http-client.ts';
import { createFakeClock } from '../../fake-clock.ts';
import { answerWith, hang } from '../../http-server.ts';
import { encoded } from '../records.ts';
import { type PlayedServer, sendingTo, TIMEOUT_MS, withPlayed } from './ingestion-server.ts';

const RECORDS = [encoded({ log_id: '1' })];

/** A client in which every request takes so long, by the clock of the test. */
function slowClient({ http, clock }: PlayedServer, durationMs: number): SlowClient {
  const timeoutsMs: number[] = [];
  return {
    timeoutsMs,
    send(request) {
      timeoutsMs.push(request.timeoutMs);
      clock.advance(durationMs);
      return http.send(request);
    },
  };
}

interface SlowClient extends HttpClient {
  /** How long each request was allowed to take. */
  readonly timeoutsMs: readonly number[];
}

test('sends a batch at most twice, both times in what is left of its time', () =>
  withPlayed({ upload: answerWith(401) }, async (server) => {
    const slow = slowClient(server, 1_000);
    const { destination, tokens } = sendingTo(server.origin, slow, server.clock);
    assert.equal((await destination.deliver(RECORDS, TIMEOUT_MS)).status, 'misconfigured');
    assert.deepEqual(slow.timeoutsMs, [5_000, 4_000, 3_000, 2_000], 'token and upload, twice');
    assert.equal(server.uploads().length, 2);
    assert.deepEqual(tokens.sealed(), {});
  }));

test('does not send a batch a second time when nothing is left of its time', () =>
  withPlayed({ upload: answerWith(401) }, async (server) => {
    const slow = slowClient(server, 2_500);
    const { destination } = sendingTo(server.origin, slow, server.clock);
    const outcome = await destination.deliver(RECORDS, TIMEOUT_MS);
    assert.ok(outcome.status === 'retry');
    assert.match(outcome.reason, /was not asked, because no time was left for it$/);
    assert.equal(server.uploads().length, 1);
  }));

test('answers a delivery in its own time while another still waits for their token', () =>
  withPlayed({ token: hang }, async ({ origin, http, tokenRequests, uploads }) => {
    const { destination } = sendingTo(origin, http, createFakeClock());
    const first = destination.deliver(RECORDS, 300);
    assert.deepEqual(await destination.deliver(RECORDS, 200), {
      status: 'retry',
      reason: 'no token came in 0.2 s',
    });
    assert.match(JSON.stringify(await first), /gave no answer in 0\.3 s/);
    assert.ok(tokenRequests().length <= 1);
    assert.equal(uploads().length, 0);
  }));

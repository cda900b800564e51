import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assembleParts } from '../../src/assemble.ts';
import type { Log } from '../../src/engine/walls.ts';
import type { HttpClient } from '../../src/http/http-client.ts';
import { rememberRecords } from '../../src/records/remember-records.ts';
import { createFakeClock } from '../fake-clock.ts';
import { settingsWith, validIngestionValues } from '../settings/valid-values.ts';

test('makes the record of a log once, and of another log with the same id anew', () => {
  const made: Log[] = [];
  const toRecord = rememberRecords((log) => {
    made.push(log);
    return { log_id: log.log_id };
  });
  const log = { log_id: '1' };
  assert.equal(toRecord(log), toRecord(log));
  toRecord({ log_id: '1' });
  assert.equal(made.length, 2);
});

test('makes the record of a log once for both destinations', () => {
  const settings = settingsWith({ ...validIngestionValues, LOGANALYTICS_DESTINATION: 'both' });
  const http: HttpClient = {
    send: async () => ({ status: 'failed', cause: 'network', reason: 'nothing is to be asked' }),
  };
  const parts = assembleParts(settings, { http, clock: createFakeClock(), random: () => 0.5 });
  assert.equal(parts.destinations.length, 2);
  const log = { log_id: '1', type: 's' };
  assert.equal(parts.toRecord(log), parts.toRecord(log));
});

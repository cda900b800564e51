import assert from 'node:assert/strict';
import { test } from 'node:test';
import { syntheticId } from '../../src/source/log-id.ts';
import { proveLogsAfter, settledUntilMs, standsStill } from '../../src/source/place-loss.ts';
import { ORDINARY_DAY_MS } from '../fake-clock.ts';
import { idAt, logAt } from './sample-logs.ts';

const OLD_FORM = '5f1b2c3d4e5f60718293a4b5';
const WITHOUT_TIME = `901${'5'.repeat(53)}`;

test('looks at a place only after an hour without a log, because a look costs a request', () => {
  assert.ok(!standsStill(idAt(-3600), ORDINARY_DAY_MS));
  assert.ok(standsStill(idAt(-3601), ORDINARY_DAY_MS));
});

test('looks at a place that never gave a log at once, because it may never have been one', () => {
  assert.ok(standsStill(syntheticId(ORDINARY_DAY_MS), ORDINARY_DAY_MS));
});

test('looks at an id that tells no time, but not at one that cannot be compared', () => {
  assert.ok(standsStill(WITHOUT_TIME, ORDINARY_DAY_MS));
  assert.ok(!standsStill(OLD_FORM, ORDINARY_DAY_MS));
});

test('takes a newer log for proof once it is five minutes old', () => {
  const settledMs = settledUntilMs(ORDINARY_DAY_MS);
  assert.ok(proveLogsAfter([logAt(-300)], idAt(-9000), settledMs));
  assert.ok(!proveLogsAfter([logAt(-299)], idAt(-9000), settledMs));
});

test('takes no log with an old date for proof that came just now, because checkpoint mode may lag', () => {
  const late = logAt(-10, -8000);
  const settledMs = settledUntilMs(ORDINARY_DAY_MS);
  assert.ok(!proveLogsAfter([late], idAt(-9000), settledMs));
  assert.ok(proveLogsAfter([late, logAt(-8010)], idAt(-9000), settledMs), 'nor does it hide one');
});

test('takes for proof neither nothing, nor the place itself, nor an older log, nor another form of id', () => {
  const settledMs = settledUntilMs(ORDINARY_DAY_MS);
  const others = [logAt(-9000), logAt(-9001), { log_id: OLD_FORM }, { log_id: WITHOUT_TIME }];
  assert.ok(!proveLogsAfter([], idAt(-9000), settledMs));
  assert.ok(!proveLogsAfter(others, idAt(-9000), settledMs));
});

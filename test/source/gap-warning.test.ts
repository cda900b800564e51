import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gapWarning, knownUntilMs, mayBeDeleted } from '../../src/source/gap-warning.ts';
import { syntheticId } from '../../src/source/log-id.ts';
import { BEGINNING_MS } from '../../src/source/start-position.ts';
import { ORDINARY_DAY_MS } from '../fake-clock.ts';
import { idAt, logAt } from './sample-logs.ts';

const OLD_FORM = '5f1b2c3d4e5f60718293a4b5';
const DAY_MS = 24 * 3_600_000;
const NOW_MS = ORDINARY_DAY_MS + 2 * DAY_MS;

test('knows everything up to the place, or up to the later time at which nothing was left', () => {
  assert.equal(knownUntilMs(idAt(5), undefined), ORDINARY_DAY_MS + 5_000);
  assert.equal(knownUntilMs(idAt(5), ORDINARY_DAY_MS + 9_000), ORDINARY_DAY_MS + 9_000);
  assert.equal(knownUntilMs(idAt(5), ORDINARY_DAY_MS), ORDINARY_DAY_MS + 5_000);
  assert.equal(knownUntilMs(OLD_FORM, ORDINARY_DAY_MS), ORDINARY_DAY_MS);
  assert.equal(knownUntilMs(OLD_FORM, undefined), undefined);
});

test('misses nothing before the first run when all was wanted that there is, but what came after one', () => {
  const beginning = syntheticId(BEGINNING_MS);
  assert.equal(knownUntilMs(beginning, undefined), undefined);
  assert.equal(knownUntilMs(beginning, ORDINARY_DAY_MS), ORDINARY_DAY_MS);
});

test('counts on a day, because no plan retains logs for less', () => {
  assert.ok(!mayBeDeleted(ORDINARY_DAY_MS - DAY_MS, ORDINARY_DAY_MS));
  assert.ok(mayBeDeleted(ORDINARY_DAY_MS - DAY_MS - 1, ORDINARY_DAY_MS));
});

test('warns with both times when the oldest log came after all that is known', () => {
  const warning = gapWarning(idAt(0), ORDINARY_DAY_MS + 60_000, [logAt(3600)], NOW_MS);
  assert.match(
    warning ?? '',
    /^Logs may be missing: .* between 2026-11-01T14:01:00\.000Z and 2026-11-01T15:00:00\.000Z, /,
  );
});

test('tells the time of a log of another form by its date', () => {
  const oldest = { log_id: `901${'5'.repeat(53)}`, date: '2026-11-01T15:00:00.000Z' };
  assert.match(
    gapWarning(idAt(0), ORDINARY_DAY_MS, [oldest], NOW_MS) ?? '',
    /and 2026-11-01T15:00:00\.000Z/,
  );
});

test('does not warn while the place or a log before it is there, or when nothing can be told', () => {
  const knownMs = ORDINARY_DAY_MS;
  for (const oldest of [[logAt(0)], [logAt(-60)], [{ log_id: OLD_FORM }]]) {
    assert.equal(gapWarning(idAt(0), knownMs, oldest, NOW_MS), undefined);
  }
  assert.equal(gapWarning(OLD_FORM, knownMs, [logAt(60)], NOW_MS), undefined);
});

test('goes by ids among the oldest logs, because a late event may be the first by date', () => {
  const late = logAt(7200, -60);
  assert.equal(gapWarning(idAt(0), ORDINARY_DAY_MS, [late, logAt(0)], NOW_MS), undefined);
  const warning = gapWarning(idAt(0), ORDINARY_DAY_MS, [late, logAt(3600)], NOW_MS);
  assert.match(warning ?? '', /and 2026-11-01T15:00:00\.000Z, /);
});

test('does not warn when the oldest log came before the last look at the end', () => {
  assert.equal(gapWarning(idAt(0), ORDINARY_DAY_MS + 60_000, [logAt(60)], NOW_MS), undefined);
});

test('warns up to now when nothing is left at all, because something may have come and gone', () => {
  assert.match(
    gapWarning(idAt(0), ORDINARY_DAY_MS, [], NOW_MS) ?? '',
    /between 2026-11-01T14:00:00\.000Z and 2026-11-03T14:00:00\.000Z, /,
  );
});

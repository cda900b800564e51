import assert from 'node:assert/strict';
import { test } from 'node:test';
import { backlogWarning } from '../../src/engine/backlog.ts';
import type { RunReport } from '../../src/engine/report.ts';
import { reportWith } from './reports.ts';

/** Reports, the newest first, of runs that ended so far behind. */
function behind(...lagsMs: readonly number[]): readonly RunReport[] {
  return lagsMs.map((lagMs) => reportWith({ outcome: 'out-of-time', lagMs, capacityLogs: 9_000 }));
}

test('warns when three runs in a row ended further behind than the one before, and names the setting', () => {
  assert.match(
    backlogWarning(behind(30, 20, 10), 20_000) ?? '',
    /^The backlog grew .* 3 runs\. One run carries about 9000 logs\. .*MAX_RUN_SECONDS \(now 20, /,
  );
});

test('asks for no longer runs when they are as long as they may be', () => {
  const warning = backlogWarning(behind(30, 20, 10), 25_000);
  assert.match(warning ?? '', /MAX_RUN_SECONDS is at its most: .*schedule/);
});

test('looks at the last three runs only', () => {
  assert.notEqual(backlogWarning(behind(30, 20, 10, 99), 20_000), undefined);
  const caughtUpBefore = [...behind(30, 20, 10), reportWith({ lagMs: 0 })];
  assert.notEqual(backlogWarning(caughtUpBefore, 20_000), undefined);
});

test('does not warn of what may be an accident: fewer runs, a backlog that shrinks, a run that was caught up', () => {
  const [newest, ...others] = behind(30, 20, 10);
  assert.ok(newest !== undefined);
  const histories: readonly (readonly RunReport[])[] = [
    [],
    behind(20, 10),
    behind(30, 30, 10),
    behind(10, 20, 30),
    [reportWith({ lagMs: 40 }), ...others],
    [newest, reportWith({ lagMs: 20 }), ...others],
    [newest, reportWith({ outcome: 'stopped', lagMs: 20 }), ...others],
  ];
  for (const history of histories) assert.equal(backlogWarning(history, 20_000), undefined);
});

test('names the rate limit when that holds it back, because more time would not help', () => {
  const [newest, ...others] = behind(30, 20, 10);
  assert.ok(newest !== undefined);
  const warning = backlogWarning([{ ...newest, outcome: 'rate-limited' }, ...others], 20_000);
  assert.match(warning ?? '', /rate limit.*schedule/);
  assert.doesNotMatch(warning ?? '', /MAX_RUN_SECONDS/);
});

test('does not advise to raise what is at its most already', () => {
  const warning = backlogWarning(behind(30, 20, 10), 25_000);
  assert.match(warning ?? '', /at its most: let the schedule in webtask\.json run more often/);
});

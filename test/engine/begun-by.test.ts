import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeReport } from '../../src/engine/describe-report.ts';
import { reportWith } from './reports.ts';
import { createWorld, reportOf, runWorld, stateIn } from './simulation.ts';

test('keeps in the report who began a run', async () => {
  const world = createWorld(10);
  const report = await reportOf(runWorld(world, 'administrator', 'ann@example.com'));
  assert.deepEqual([report.trigger, report.by], ['administrator', 'ann@example.com']);
  assert.equal(stateIn(world.store.document).history[0]?.by, 'ann@example.com');
});

test('names nobody when the scheduler began a run', async () => {
  assert.equal('by' in (await reportOf(runWorld(createWorld(10)))), false);
});

test('cuts off a name that is too long for the report, and whatever would break its line', async () => {
  const world = createWorld(10);
  const report = await reportOf(runWorld(world, 'administrator', `ann\n${'n'.repeat(1_000)}`));
  const { by } = report;
  assert.equal(by, `ann ${'n'.repeat(96)}`);
  assert.equal(stateIn(world.store.document).history[0]?.by, by);
});

test('names nobody in what is written to the log, whoever began a run', () => {
  const report = reportWith({ trigger: 'administrator', by: 'ann@example.com' });
  assert.equal(describeReport(report), describeReport(reportWith()));
});

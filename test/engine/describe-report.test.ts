import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeReport } from '../../src/engine/describe-report.ts';
import type { RunOutcome } from '../../src/engine/report.ts';
import { deliveryWith, OUTCOMES, reportWith } from './reports.ts';

test('tells what a person should know first, then what was done', () => {
  const report = reportWith({
    outcome: 'misconfigured',
    problems: ['LOG is wrong', 'KEY is wrong'],
    warnings: ['the tokens were dropped'],
    deliveries: [deliveryWith({ logs: 250, batches: 3, bytes: 1_250_000, retries: 2 })],
    lagMs: 61_240,
    capacityLogs: 12_000,
  });
  const lines = describeReport(report).split('\n');
  assert.deepEqual(lines.slice(0, 4), [
    'Run a run misconfigured: nothing is exported until this is put right.',
    '  Problem: LOG is wrong',
    '  Problem: KEY is wrong',
    '  Note: the tokens were dropped',
  ]);
  assert.match(lines[4] ?? '', /^ {2}data-collector: 250 logs in 3 batches \(1\.3 MB\), 2 retries/);
  assert.match(
    lines[5] ?? '',
    /^ {2}2 pages, 1 retr\w+, 1\.5 s; lag 61\.2 s; .* about 12000 logs$/,
  );
  assert.equal(lines.length, 6);
});

test('has words for every outcome, and tells the reason', () => {
  const words: Readonly<Record<RunOutcome, RegExp>> = {
    'caught-up': /^Run a run caught up: nothing was left to export: because\.$/,
    'out-of-time': /^Run a run out of time: the next run goes on .*: because\.$/,
    'rate-limited': /^Run a run rate limited: the next run goes on .*: because\.$/,
    stopped: /^Run a run stopped: because\.$/,
    misconfigured: /^Run a run misconfigured: nothing is exported .*: because\.$/,
  };
  for (const outcome of OUTCOMES) {
    const [first = ''] = describeReport(reportWith({ outcome, reason: 'because' })).split('\n');
    assert.match(first, words[outcome]);
  }
});

test('says so when the lag is not known, and when something was shortened', () => {
  const text = describeReport(reportWith({ deliveries: [deliveryWith({ truncatedRecords: 4 })] }));
  assert.match(text, /lag unknown$/);
  assert.match(text, /0 retries, 4 shortened to fit; continues after 900$/m);
});

test('tells how many records were refused on their own and kept', () => {
  const text = describeReport(reportWith({ deliveries: [deliveryWith({ deadLetters: 3 })] }));
  assert.match(text, /0 retries, 3 kept as dead letters; continues after 900$/m);
  const none = describeReport(reportWith({ deliveries: [deliveryWith()] }));
  assert.doesNotMatch(none, /dead letters/);
});

test('does not say of a replay that nothing is left to export, because it did not look', () => {
  const [first = ''] = describeReport(reportWith({ work: 'replay' })).split('\n');
  assert.doesNotMatch(first, /left to export/);
});

test('shows only what it knows of, so that nothing secret gets into a log by way of a report', () => {
  const secret = 'c2VjcmV0';
  const report = {
    ...reportWith({ deliveries: [Object.assign(deliveryWith(), { key: secret })] }),
    tokens: { auth0: secret },
    authorization: secret,
  };
  assert.doesNotMatch(describeReport(report), new RegExp(secret));
});

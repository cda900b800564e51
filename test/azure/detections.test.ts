import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TACTICS_OF_TECHNIQUE } from './detections/attack-techniques.ts';
import { PROMISED } from './detections/promised.ts';
import { minutesOf } from './detections/query-text.ts';
import {
  type DetectionRule,
  parseDetection,
  readDetections,
  readHunting,
} from './detections/rule-files.ts';

const detections = readDetections();
const hunting = readHunting();
const all = [...detections, ...hunting];

function detectionNamed(file: string): DetectionRule {
  const found = detections.find((one) => one.file === file);
  assert.ok(found, `there is no detection ${file}`);
  return found;
}

test('every promised detection exists, and there are enough', () => {
  for (const [promise, file] of Object.entries(PROMISED)) {
    assert.ok(
      detections.some((one) => one.file === file),
      `${promise}: ${file}.yaml is missing`,
    );
  }
  assert.ok(detections.length >= 26, `${detections.length} detections`);
  assert.ok(hunting.length >= 12, `${hunting.length} hunting queries`);
});

test('ids and names are unique', () => {
  for (const key of ['id', 'name'] as const) {
    const values = all.map((one) => one[key].toLowerCase());
    const repeated = values.filter((value, index) => values.indexOf(value) !== index);
    assert.deepEqual(repeated, [], key);
  }
});

test('a rule that lacks a field, or has one that Sentinel does not know, is refused', () => {
  const { file: _, ...rule } = detectionNamed('brute-force-one-account');
  assert.deepEqual(parseDetection(rule), rule);
  for (const field of Object.keys(rule)) {
    assert.throws(() => parseDetection({ ...rule, [field]: undefined }), new RegExp(field), field);
  }
  assert.throws(() => parseDetection({ ...rule, threshold: 3 }), /threshold/);
  assert.throws(() => parseDetection({ ...rule, tactics: ['Credential Access'] }), /tactics/);
});

test('every technique belongs to a tactic of its rule, and every tactic has a technique', () => {
  for (const { file, tactics, relevantTechniques } of all) {
    const known = relevantTechniques.map((technique) => {
      const itsTactics = TACTICS_OF_TECHNIQUE[technique];
      assert.ok(itsTactics, `${file}: ${technique} is not in the table`);
      assert.ok(
        itsTactics.some((tactic) => tactics.includes(tactic)),
        `${file}: ${technique} belongs to ${itsTactics.join(', ')}`,
      );
      return itsTactics;
    });
    for (const tactic of tactics) {
      assert.ok(known.flat().includes(tactic), `${file}: nothing belongs to ${tactic}`);
    }
  }
});

test('the sub-techniques among the tags belong to the techniques', () => {
  for (const { file, tags, relevantTechniques } of detections) {
    for (const tag of tags.filter((one) => /^T\d/.test(one))) {
      assert.ok(relevantTechniques.includes(tag.slice(0, 5)), `${file}: ${tag}`);
    }
  }
});

/** How often a log alert may run, and how far it may look back, in minutes. */
const FREQUENCIES = [5, 10, 15, 30, 45, 60, 120, 180, 240, 300, 360, 1440];
const PERIODS = [...FREQUENCIES, 2880];

test('how often rules run and how far they look back suits log alerts and Sentinel', () => {
  for (const { file, queryFrequency, queryPeriod } of detections) {
    const frequency = minutesOf(queryFrequency);
    const period = minutesOf(queryPeriod);
    assert.ok(FREQUENCIES.includes(frequency), `${file}: ${queryFrequency}`);
    assert.ok(PERIODS.includes(period), `${file}: ${queryPeriod}`);
    assert.ok(frequency <= period, file);
    // Sentinel lets rules that look back two days or more run once an hour at most.
    if (period >= 2880) assert.ok(frequency >= 60, file);
  }
});

/** It counts what arrived, whatever its age; the alert itself bounds the time of arrival. */
const LOOKS_AT_ARRIVALS = 'accepted-logs-missing';

test('a query looks back as far as its rule, and reports only what is new since the last run', () => {
  for (const { file, query, queryFrequency, queryPeriod, tags } of detections) {
    const windows = [...query.matchAll(/Auth0(?:Events|ExporterRuns)\(ago\((\w+)\), now\(\)/g)];
    assert.ok(windows.length > 0, file);
    for (const [window, start] of windows) {
      if (file === LOOKS_AT_ARRIVALS && window.startsWith('Auth0Events')) continue;
      assert.equal(minutesOf(start ?? ''), minutesOf(queryPeriod), `${file}: ${window}`);
    }
    const newSince = /^let NewSince = ago\((\w+)\);$/m.exec(query)?.[1];
    // What lasts, such as silence, is reported for as long as it does.
    if (newSince === undefined) assert.ok(tags.includes('Health'), file);
    else {
      assert.equal(minutesOf(newSince), minutesOf(queryFrequency) + 5, file);
      assert.match(query, /(?:Arrival|IngestedTime|Arrival\)|IngestedTime\)) > NewSince/, file);
    }
  }
});

test('queries keep to what log alerts allow', () => {
  for (const { file, query } of all) {
    assert.doesNotMatch(
      query,
      /\b(?:bag_unpack|pivot|narrow|evaluate|adx|arg|AggregatedValue)\b/,
      file,
    );
    assert.doesNotMatch(query, /(?:union|search)\s+\*/, file);
    for (const [use] of query.matchAll(/\bago\([^)]*\)/g))
      assert.match(use, /^ago\(\d+[dhm]\)$/, file);
    // A template would take it for an expression.
    assert.doesNotMatch(query, /^\[/, file);
  }
});

test('every threshold has a reason', () => {
  for (const { file, query } of detections) {
    const lines = query.split('\n');
    for (const [index, line] of lines.entries()) {
      if (!/^let \w+ = [\d.]+;$/.test(line)) continue;
      assert.match(lines[index - 1] ?? '', /^\/\/ .*\.$/, `${file}: ${line}`);
    }
  }
});

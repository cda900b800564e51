import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type DeadLetter, MAX_DEAD_LETTERS } from '../../src/engine/dead-letters.ts';
import { EMPTY_STATE } from '../../src/engine/state.ts';
import type { DestinationKind } from '../../src/engine/walls.ts';
import { START_MS } from '../engine/simulated-clock.ts';
import { type Outage, playOutage } from './outage.ts';
import { RULE_TROUBLES, type Trouble, WORKSPACE_TROUBLES } from './troubles.ts';

const SEED = 1;

/** Of the many, those that differ most in what they do to a run; the long campaign has them all. */
const NAMES = ['refusing', 'without a role', 'another key', 'silent', 'slow', 'rate limited'];

function outagesOf(troubles: readonly Trouble[]): readonly Outage[] {
  return ['defective', ...troubles.filter(({ name }) => NAMES.includes(name))];
}

function nameOf(outage: Outage): string {
  return typeof outage === 'object' ? outage.name : (outage ?? 'well');
}

for (const outage of outagesOf(RULE_TROUBLES)) {
  test(`gives the workspace all logs once and in time while the rule is: ${nameOf(outage)}`, async () => {
    const { broken } = await playOutage({ seed: SEED, working: 0, outage });
    assert.deepEqual(broken, []);
  });
}

for (const outage of outagesOf(WORKSPACE_TROUBLES)) {
  test(`gives the rule all logs once and in time while the workspace is: ${nameOf(outage)}`, async () => {
    const { broken } = await playOutage({ seed: SEED, working: 1, outage });
    assert.deepEqual(broken, []);
  });
}

function lettersOf(destination: DestinationKind, count: number): readonly DeadLetter[] {
  return Array.from({ length: count }, (_, index) => ({
    logId: `9002026103${String(index).padStart(46, '0')}`,
    logType: 's',
    destination,
    reason: 'refused long ago',
    refusedAtMs: START_MS - 3_600_000,
  }));
}

const KINDS = ['data-collector', 'logs-ingestion'] as const;

for (const working of [0, 1] as const) {
  const other = KINDS[working === 0 ? 1 : 0];
  const story = { seed: SEED, working, outage: undefined, poisonOnceIn: 90 };

  test(`gives ${KINDS[working]} all logs although records are set aside for ${other}`, async () => {
    const { broken } = await playOutage(story);
    assert.deepEqual(broken, []);
  });

  test(`gives ${KINDS[working]} all logs although ${other} has no room for dead letters any more`, async () => {
    const deadLetters = lettersOf(other, MAX_DEAD_LETTERS / 2);
    const { broken } = await playOutage({ ...story, document: { ...EMPTY_STATE, deadLetters } });
    assert.deepEqual(broken, []);
  });
}

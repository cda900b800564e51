import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { LEASE_MS } from '../../../src/engine/lease.ts';
import type { RunReport } from '../../../src/engine/report.ts';
import { EMPTY_STATE, type State } from '../../../src/engine/state.ts';
import { type HealthFacts, health } from '../../../src/page/overview/health.ts';
import { runUnderWay, startOfRunId } from '../../../src/page/overview/under-way.ts';
import { syntheticId } from '../../../src/source/log-id.ts';
import { anyUnits } from '../../any-text.ts';
import {
  actionAgo,
  anyState,
  HOUR_MS,
  MINUTE_MS,
  NOW_MS,
  runAgo,
  runsEvery5Minutes,
  SECOND_MS,
  stateWith,
} from '../runs/runs.ts';

const FACTS: HealthFacts = { nowMs: NOW_MS, problems: [], intervalMs: 5 * MINUTE_MS };

function healthOf(state: Partial<State>, facts: Partial<HealthFacts> = {}) {
  return health(stateWith(state), { ...FACTS, ...facts });
}

/** Runs of the last half an hour that ended 2 hours behind and exported logs of so many minutes each. */
function behind(outcome: RunReport['outcome'], minutesEach: number): readonly RunReport[] {
  return runsEvery5Minutes(6, MINUTE_MS, (index) => ({
    outcome,
    lagMs: 2 * HOUR_MS,
    lastExportedAtMs: NOW_MS - 2 * HOUR_MS - index * minutesEach * MINUTE_MS,
  }));
}

function leaseOf(startedAgoMs: number): State['lease'] {
  const holder = `${(NOW_MS - startedAgoMs).toString(36)}-0000abcd`;
  return { holder, expiresAtMs: NOW_MS + LEASE_MS / 2 };
}

const deadLetter = {
  logId: '900',
  logType: 's',
  destination: 'data-collector',
  reason: 'too odd',
  refusedAtMs: NOW_MS,
} as const;

describe('the health of the export', () => {
  it('is good while logs are flowing', () => {
    assert.deepEqual(healthOf({ history: [runAgo(3 * MINUTE_MS)] }), {
      tone: 'good',
      headline: 'Logs are flowing: everything up to 3 minutes ago is in Azure.',
      advice: '',
    });
    assert.match(healthOf({ history: [runAgo(0)] }).headline, /everything up to now is in Azure/);
  });

  it('does not say that everything is there while dead letters wait', () => {
    const { tone, headline } = healthOf({
      history: [runAgo(3 * MINUTE_MS)],
      deadLetters: [deadLetter],
    });
    assert.equal(tone, 'warning');
    assert.match(headline, /3 minutes ago is in Azure, except 1 dead letter\.$/);
  });

  it('tells what the last run noted, of which where the first run began is no warning', () => {
    const first = 'This was the first run. START_FROM decided where it began';
    const begun = healthOf({ history: [runAgo(MINUTE_MS, { warnings: [first] })] });
    assert.deepEqual([begun.tone, begun.advice], ['good', `${first}.`]);
    const noting = healthOf({ history: [runAgo(MINUTE_MS, { warnings: [first, 'Look here.'] })] });
    assert.deepEqual([noting.tone, noting.advice], ['warning', `${first}. Look here.`]);
  });

  it('leaves a gap to the notice that stays for a week', () => {
    const warnings = ['Logs may be missing: Auth0 no longer retains them.'];
    const { tone, advice } = healthOf({ history: [runAgo(MINUTE_MS, { warnings })] });
    assert.deepEqual([tone, advice], ['good', '']);
  });

  it('says so when the checkpoint lies where no log can be yet', () => {
    const after = syntheticId(NOW_MS + 3 * HOUR_MS);
    const { tone, headline } = healthOf({
      checkpoints: { 'data-collector': [{ after }] },
      history: [runAgo(MINUTE_MS)],
    });
    assert.equal(tone, 'bad');
    assert.match(headline, /^The checkpoint lies 3 hours in the future/);
    const skewed = { 'data-collector': [{ after: syntheticId(NOW_MS + 5 * MINUTE_MS) }] };
    assert.equal(healthOf({ checkpoints: skewed, history: [runAgo(MINUTE_MS)] }).tone, 'good');
  });

  it('estimates when it has caught up', () => {
    assert.deepEqual(healthOf({ history: behind('out-of-time', 20) }), {
      tone: 'busy',
      headline: 'Catching up: about 2 hours behind; at this speed done in about 40 minutes.',
      advice: '',
    });
    assert.match(
      healthOf({ history: behind('out-of-time', 20).slice(0, 1) }).headline,
      /^Catching up: about 2 hours behind; the next runs show how long it takes\.$/,
    );
  });

  it('warns when it does not catch up', () => {
    const { tone, headline, advice } = healthOf({ history: behind('out-of-time', 4) });
    assert.equal(tone, 'warning');
    assert.match(headline, /^Falling behind: about 2 hours behind, .* does not get less\.$/);
    assert.match(advice, /MAX_RUN_SECONDS/);
  });

  it('waits for the rate limit', () => {
    const gaining = healthOf({ history: behind('rate-limited', 20) });
    assert.equal(gaining.tone, 'busy');
    assert.match(gaining.headline, /^Waiting for the rate limit: about 2 hours behind; /);
    const losing = healthOf({ history: behind('rate-limited', 4) });
    assert.equal(losing.tone, 'warning');
    assert.match(losing.headline, /^Held back by the rate limit: /);
    assert.match(losing.advice, /allowance/);
    assert.doesNotMatch(losing.advice, /MAX_RUN_SECONDS/);
  });

  it('tells of the first run while it is under way, and of what is known during later ones', () => {
    const lease = leaseOf(8 * SECOND_MS);
    assert.equal(healthOf({ lease }).headline, 'The first run is under way.');
    const history = [runAgo(5 * MINUTE_MS)];
    assert.deepEqual(healthOf({ lease, history }), healthOf({ history }));
  });

  it('says since when it is paused, or that it will be, or that a run is under way all the same', () => {
    const pausedAtMs = NOW_MS - 3 * HOUR_MS;
    const history = [runAgo(3 * HOUR_MS)];
    const paused = healthOf({ pausedAtMs, history });
    assert.equal(paused.tone, 'warning');
    assert.equal(
      paused.headline,
      'Paused for 3 hours: nothing is exported until the export is resumed.',
    );
    const pause = { kind: 'pause', by: 'ada', atMs: NOW_MS } as const;
    const pausing = healthOf({ requests: [pause], lease: leaseOf(0), history });
    assert.match(pausing.headline, /^Pausing: the run that is under way ends first/);
    const byHand = healthOf({ pausedAtMs, lease: leaseOf(0), history });
    assert.equal(byHand.tone, 'busy');
    assert.match(byHand.headline, /^Paused for 3 hours: a run that an administrator began/);
  });

  it('is a warning at the first stop, and bad when stops last', () => {
    const stopped = (count: number) =>
      runsEvery5Minutes(count, MINUTE_MS, () => ({ outcome: 'stopped', reason: 'no answer' }));
    assert.deepEqual(healthOf({ history: [...stopped(2), runAgo(HOUR_MS)] }), {
      tone: 'warning',
      headline: 'Stopped: no answer.',
      advice: 'Nothing is lost: the next run goes on where this one ended, in about 4 minutes.',
    });
    const lasting = healthOf({ history: [...stopped(4), runAgo(HOUR_MS)] });
    assert.equal(lasting.tone, 'bad');
    assert.match(lasting.advice, /^The last 4 runs stopped\. /);
  });

  it('is misconfigured by the settings as they are, or by what the last run found', () => {
    const problems = ['A: expected a, got b', 'C is missing.'];
    assert.deepEqual(healthOf({ history: [runAgo(MINUTE_MS)] }, { problems }), {
      tone: 'bad',
      headline:
        'Misconfigured: nothing is exported until 2 problems in the settings are put right.',
      advice: 'A: expected a, got b. C is missing.',
    });
    const refused = runAgo(MINUTE_MS, { outcome: 'misconfigured', problems: ['The key is wrong'] });
    assert.deepEqual(healthOf({ history: [refused] }), {
      tone: 'bad',
      headline: 'Misconfigured: nothing is exported until this is put right.',
      advice: 'The key is wrong.',
    });
  });

  it('waits for the first run', () => {
    assert.deepEqual(health(EMPTY_STATE, FACTS), {
      tone: 'busy',
      headline: 'No run yet. The first one comes within 5 minutes.',
      advice: '',
    });
  });

  it('says that the scheduler is silent, since when, and what to do', () => {
    const silent = healthOf({ history: [runAgo(2 * HOUR_MS)] });
    assert.equal(silent.tone, 'bad');
    assert.equal(
      silent.headline,
      'The scheduler is silent: no scheduled run for 2 hours, though one should come every 5 minutes.',
    );
    assert.match(silent.advice, /by hand/);
    const never = healthOf({ actions: [actionAgo('install', HOUR_MS)] });
    assert.match(never.headline, /^The scheduler is silent: no scheduled run yet, after 1 hour, /);
  });

  it('says that the checkpoint was moved, as long as no run has gone on from there', () => {
    const actions = [actionAgo('move', MINUTE_MS)];
    const moved = healthOf({ actions, history: [runAgo(2 * MINUTE_MS)] });
    assert.equal(
      moved.headline,
      'The checkpoint was moved 1 minute ago; the next run goes on from there, in about 3 minutes.',
    );
    assert.equal(healthOf({ actions, history: [runAgo(30 * SECOND_MS)] }).tone, 'good');
  });

  it('looks at exports only: a replay says nothing of the export', () => {
    const replay = runAgo(MINUTE_MS, { work: 'replay', outcome: 'stopped', reason: 'no answer' });
    assert.equal(healthOf({ history: [replay, runAgo(3 * MINUTE_MS)] }).tone, 'good');
    assert.match(healthOf({ history: [replay] }).headline, /^No run yet/);
  });

  it('is one sentence with one line for any state', () => {
    fc.assert(
      fc.property(anyState, fc.array(anyUnits, { maxLength: 2 }), (state, problems) => {
        const { headline, advice } = health(state, { ...FACTS, problems });
        for (const text of [headline, advice]) {
          assert.doesNotMatch(text, /NaN|Infinity|undefined|[\p{Cc}]/u);
        }
        assert.ok(headline.length < 800);
      }),
    );
  });
});

describe('the run under way', () => {
  it('has its start in its id', () => {
    assert.deepEqual(runUnderWay(stateWith({ lease: leaseOf(8_000) }), NOW_MS), {
      startedAtMs: NOW_MS - 8_000,
    });
  });

  it('is none without a lease that is held', () => {
    assert.equal(runUnderWay(EMPTY_STATE, NOW_MS), undefined);
    assert.equal(runUnderWay(stateWith({ lease: leaseOf(0) }), NOW_MS + LEASE_MS), undefined);
  });

  it('has no known start when its id tells one that cannot be', () => {
    for (const agoMs of [-HOUR_MS, 2 * HOUR_MS]) {
      const running = runUnderWay(stateWith({ lease: leaseOf(agoMs) }), NOW_MS);
      assert.ok(running !== undefined && running.startedAtMs === undefined);
    }
    for (const id of ['', '-', '-abc', 'abc', 'ABC-1', 'zzzzzzzzzzz-1', '1'.repeat(99), '1.5-2']) {
      assert.equal(startOfRunId(id), undefined, id);
    }
  });

  it('is read from any text', () => {
    fc.assert(
      fc.property(anyUnits, (text) => {
        const startedAtMs = startOfRunId(text);
        assert.ok(startedAtMs === undefined || !Number.isNaN(new Date(startedAtMs).getTime()));
      }),
    );
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Fate } from '../../../src/engine/report.ts';
import type { State } from '../../../src/engine/state.ts';
import { health } from '../../../src/page/overview/health.ts';
import { deliveryWith } from '../../engine/reports.ts';
import { HOUR_MS, MINUTE_MS, NOW_MS, runAgo, stateWith } from '../runs/runs.ts';

const FACTS = { nowMs: NOW_MS, problems: [], intervalMs: 5 * MINUTE_MS };
const WELL: Fate = { outcome: 'caught-up', lagMs: 0 };

/** How it is after a run that ended so for the old destination and the new one. */
function healthOf(old: Fate, fresh: Fate, parts: Partial<State> = {}) {
  const deliveries = [
    deliveryWith({ fate: old }),
    deliveryWith({ destination: 'logs-ingestion', fate: fresh }),
  ];
  const { outcome } = fresh.outcome === 'caught-up' ? old : fresh;
  const history = [runAgo(3 * MINUTE_MS, { outcome, deliveries })];
  return health(stateWith({ history, ...parts }), FACTS);
}

const letter = { logType: 's', reason: 'too odd', refusedAtMs: NOW_MS };

describe('the health of an export to two destinations', () => {
  it('is told in one sentence while both fare alike', () => {
    assert.deepEqual(healthOf(WELL, WELL), {
      tone: 'good',
      headline: 'Logs are flowing: everything up to 3 minutes ago is in Azure.',
      advice: '',
    });
    const deadLetters = [
      { ...letter, logId: '1', destination: 'data-collector' },
      { ...letter, logId: '1', destination: 'logs-ingestion' },
    ] as const;
    assert.match(healthOf(WELL, WELL, { deadLetters }).headline, /except 2 dead letters\.$/);
  });

  it('names the destination that is not well, and says that the other one goes on', () => {
    const stopped = healthOf(WELL, { outcome: 'stopped', reason: 'Azure answered 503' });
    assert.equal(stopped.tone, 'warning');
    assert.equal(
      stopped.headline,
      'Logs Ingestion API – stopped: Azure answered 503. The Data Collector API goes on.',
    );
    const wrong = healthOf({ outcome: 'misconfigured', reason: 'the key is wrong' }, WELL);
    assert.equal(wrong.tone, 'bad');
    assert.equal(
      wrong.headline,
      'Data Collector API – misconfigured: nothing is exported until this is put right. The Logs Ingestion API goes on.',
    );
    assert.equal(wrong.advice, 'the key is wrong.');
  });

  it('says how the other one goes on when it is not wholly well either', () => {
    const deadLetters = [{ ...letter, logId: '1', destination: 'data-collector' }] as const;
    const { headline, advice } = healthOf(
      WELL,
      { outcome: 'misconfigured', reason: 'no role' },
      { deadLetters },
    );
    assert.match(headline, /^Logs Ingestion API – misconfigured: /);
    assert.match(
      headline,
      / The Data Collector API goes on – logs are flowing: .* except 1 dead letter\.$/,
    );
    assert.match(advice, /^no role\. Dead letters are records/);
  });

  it('does not say of one that stopped that it goes on', () => {
    const { headline } = healthOf(
      { outcome: 'stopped', reason: 'no answer' },
      { outcome: 'misconfigured', reason: 'no role' },
    );
    assert.match(
      headline,
      /^Logs Ingestion API – misconfigured: .* Data Collector API – stopped: no answer\.$/,
    );
    assert.doesNotMatch(headline, /goes on/);
  });

  it('tells of the one that copies the history, while the other one is caught up', () => {
    const lastExportedAtMs = NOW_MS - 100 * HOUR_MS;
    const copying = healthOf(WELL, {
      outcome: 'out-of-time',
      lagMs: 100 * HOUR_MS,
      lastExportedAtMs,
    });
    assert.match(
      copying.headline,
      /^Logs Ingestion API – catching up: about 4 days behind; .*\. The Data Collector API goes on\.$/,
    );
  });
});

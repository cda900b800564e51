import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { EMPTY_STATE } from '../../../src/engine/state.ts';
import { type Standing, standing } from '../../../src/page/switch/standing.ts';
import { anyState, MINUTE_MS, NOW_MS, runAgo } from '../runs/runs.ts';
import { twoDestinations } from '../two-destinations.ts';

const NEW_SETTINGS = {
  LOGANALYTICS_DCR_ENDPOINT: 'https://dcr-auth0-a1b2.eastus-1.ingest.monitor.azure.com',
  LOGANALYTICS_DCR_ID: 'dcr-00000000111122223333444444444444',
  LOGANALYTICS_DCR_STREAM: 'Custom-Auth0',
  AZURE_TENANT_ID: '00000000-1111-2222-3333-444444444444',
  AZURE_CLIENT_ID: '00000000-1111-2222-3333-444444444444',
  AZURE_CLIENT_SECRET: 'no-real-secret',
};
const BOTH = { ...NEW_SETTINGS, LOGANALYTICS_DESTINATION: 'both' };

const well = twoDestinations(NOW_MS, true);
const failing = twoDestinations(NOW_MS);

describe('where somebody stands on the way to the new API', () => {
  it('names the old table, but not when a secret was pasted into its setting', () => {
    const named = { LOGANALYTICS_NAMESPACE: 'MyLogs' };
    assert.equal(standing(named, EMPTY_STATE).classicTable, 'MyLogs_CL');
    const pasted = 'Horse7battery8staple9xq';
    const values = { LOGANALYTICS_NAMESPACE: pasted, PAGE_PASSWORD: pasted };
    assert.equal(standing(values, EMPTY_STATE).classicTable, 'Auth0Logs_CL');
    assert.equal(standing({}, EMPTY_STATE).classicTable, 'Auth0Logs_CL');
  });

  it('begins with the deployment, while nothing is set', () => {
    const { step, chosen, settings, sinceMs } = standing({}, EMPTY_STATE);
    assert.deepEqual([step, chosen, sinceMs], ['deploy', 'data-collector', undefined]);
    assert.equal(settings.length, 7);
    assert.ok(settings.every(({ name }) => /^(?:LOGANALYTICS_DCR|AZURE)_/.test(name)));
  });

  it('goes on with the settings, of which each is told as if it were used already', () => {
    const some = standing({ LOGANALYTICS_DCR_ID: 'nonsense' }, EMPTY_STATE);
    assert.equal(some.step, 'set');
    assert.ok(some.settings.every(({ isUsed }) => isUsed));
    assert.match(
      some.settings.find(({ name }) => name === 'LOGANALYTICS_DCR_ID')?.problem?.came ?? '',
      /nonsense/,
    );
    const all = standing(NEW_SETTINGS, EMPTY_STATE);
    assert.deepEqual(
      [all.step, all.settings.filter(({ problem }) => problem)],
      ['set', []],
      'not chosen yet',
    );
    assert.equal(standing({ ...BOTH, AZURE_CLIENT_SECRET: '' }, well).step, 'set');
    assert.equal(
      standing({ ...BOTH, LOGANALYTICS_DESTINATION: 'nonsense' }, well).chosen,
      undefined,
    );
  });

  it('never shows the secret', () => {
    assert.doesNotMatch(JSON.stringify(standing(BOTH, well)), /no-real-secret/);
  });

  it('waits for a run that sends to both', () => {
    const { step, obstacles } = standing(BOTH, { ...EMPTY_STATE, history: [runAgo(MINUTE_MS)] });
    assert.deepEqual([step, obstacles], ['compare', ['No run has sent to both destinations yet.']]);
  });

  it('tells what both got since both are in use', () => {
    const { sides, sinceMs } = standing(BOTH, failing);
    assert.deepEqual(
      sides.map(({ kind, logs }) => [kind, logs]),
      [
        ['data-collector', 12 * 420],
        ['logs-ingestion', 9 * 420],
      ],
    );
    assert.equal(sinceMs, failing.history[11]?.startedAtMs);
    assert.deepEqual(
      sides.map(({ place }) => place),
      failing.history[0]?.deliveries.map(({ checkpoint }) => checkpoint),
    );
  });

  it('passes over a run that came to no delivery, and stops at one with a single destination', () => {
    const none = runAgo(MINUTE_MS, { outcome: 'misconfigured', deliveries: [] });
    const state = { ...well, history: [none, ...well.history] };
    assert.deepEqual(standing(BOTH, state).sides, standing(BOTH, well).sides);
    const back = { ...well, history: [runAgo(MINUTE_MS), ...well.history] };
    assert.equal(standing(BOTH, back).sinceMs, undefined);
  });

  it('names what speaks against switching over', () => {
    const { step, obstacles } = standing(BOTH, failing);
    assert.equal(step, 'compare');
    assert.deepEqual(obstacles, [
      'The last run to the Logs Ingestion API ended misconfigured.',
      'The two do not stand at the same place.',
      'At the Logs Ingestion API, 1 dead letter waits.',
    ]);
  });

  it('is ready when both are caught up at one place, whatever the old one refused', () => {
    const deadLetters = failing.deadLetters.slice(0, 1);
    const ready = standing(BOTH, { ...well, deadLetters });
    assert.deepEqual([ready.step, ready.obstacles], ['switch', []]);
    const moved = { ...well.checkpoints, 'logs-ingestion': [{ after: '900' }] };
    assert.equal(standing(BOTH, { ...well, checkpoints: moved }).step, 'compare');
  });

  it('is done with the new destination alone', () => {
    const values = { ...NEW_SETTINGS, LOGANALYTICS_DESTINATION: 'logs-ingestion' };
    assert.equal(standing(values, well).step, 'done');
  });

  it('knows the old table by its setting only', () => {
    const table = (name: unknown) =>
      standing({ LOGANALYTICS_NAMESPACE: name }, EMPTY_STATE).classicTable;
    assert.equal(table('Tenant1'), 'Tenant1_CL');
    for (const name of [undefined, '', 'a | b', 7]) assert.equal(table(name), 'Auth0Logs_CL');
  });

  it('is told of any state and any values', () => {
    fc.assert(
      fc.property(
        anyState,
        fc.dictionary(fc.constantFrom(...Object.keys(BOTH)), fc.anything()),
        (state, values) => {
          const told: Standing = standing(values, state);
          assert.ok(told.sides.every(({ logs }) => logs >= 0));
        },
      ),
    );
  });
});

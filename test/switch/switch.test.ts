/** The switch to the Logs Ingestion API, from the first step to the last, interrupted at every one of them. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MAX_UNSTORED_BATCHES } from '../../src/engine/deliveries.ts';
import { DESTINATION_KINDS, type DestinationKind } from '../../src/engine/walls.ts';
import { createLives, type Death } from './lives.ts';
import { ADDED, BATCH_RECORDS, openSwitchStage, STEPS, type SwitchStage } from './switch-stage.ts';

type Step = (typeof STEPS)[number];

const WITHOUT_COPY = STEPS.filter(({ copies }) => !copies);

interface Rehearsal {
  readonly calls: number;
  readonly deaths: number;
}

/** Goes through the switch once, and holds what arrived against what should have. */
async function rehearse(steps: readonly Step[], death?: Death): Promise<Rehearsal> {
  const stage = await openSwitchStage();
  const lives = createLives(death);
  let deaths = 0;
  /** Where the destinations stood in the state when a process ended. */
  const storedAtDeath: Partial<Record<DestinationKind, string>> = {};
  /** Where the new destination began. */
  let newBegins: string | undefined;

  /** Everything up to the stored place has arrived, from where the destination began. */
  function expectNoGap(): void {
    for (const kind of DESTINATION_KINDS) {
      const place = stage.placeOf(kind);
      if (place === undefined) continue;
      const begins = kind === 'data-collector' ? '' : (newBegins ?? place);
      const arrived = stage.tables[kind].logIds();
      const missing = stage.tenant
        .logIds()
        .filter((id) => id > begins && id <= place && !arrived.has(id));
      assert.deepEqual(missing, [], `${kind} has all up to its place`);
    }
  }

  function onDeath(): void {
    deaths += 1;
    newBegins ??= stage.placeOf('logs-ingestion');
    for (const kind of DESTINATION_KINDS) {
      const place = stage.placeOf(kind);
      if (place !== undefined) storedAtDeath[kind] = place;
    }
    expectNoGap();
  }

  try {
    for (const step of steps) {
      const stood = stage.placeOf('data-collector');
      await stage.perform(step, lives, onDeath);
      if (step.choice === 'both') newBegins ??= stood;
      if (step.copies) newBegins = '';
      expectNoGap();
    }
    expectComplete(stage, steps, newBegins ?? '');
    expectFewRepeats(stage, steps, storedAtDeath);
  } finally {
    await stage.close();
  }
  return { calls: lives.calls(), deaths };
}

/** The old table has all until the switch, the new one all since it was added, or all there is. */
function expectComplete(stage: SwitchStage, steps: readonly Step[], newBegins: string): void {
  const all = stage.tenant.logIds();
  const old = stage.tables['data-collector'].logIds();
  const young = stage.tables['logs-ingestion'].logIds();
  const last = stage.placeOf('data-collector') ?? '';
  assert.deepEqual(
    [...old].sort(),
    all.filter((id) => id <= last),
  );
  assert.equal(all.length - old.size, ADDED, 'the old table has all but those of the last step');
  assert.deepEqual(
    [...young].sort(),
    all.filter((id) => id > newBegins),
  );
  assert.equal(young.size, steps.some(({ copies }) => copies) ? all.length : 2 * ADDED);
}

function expectFewRepeats(
  stage: SwitchStage,
  steps: readonly Step[],
  storedAtDeath: Partial<Record<DestinationKind, string>>,
): void {
  for (const kind of DESTINATION_KINDS) {
    const repeated = [...stage.tables[kind].repeatedLogIds().keys()];
    const isCopied = kind === 'logs-ingestion' && steps.some(({ copies }) => copies);
    if (isCopied) continue;
    const stored = storedAtDeath[kind];
    assert.ok(
      repeated.every((id) => stored !== undefined && id > stored),
      `${kind} repeats only what was not stored when a process ended`,
    );
    assert.ok(repeated.length <= MAX_UNSTORED_BATCHES * BATCH_RECORDS, `${repeated.length}`);
  }
}

for (const [name, steps] of [
  ['with a copy of the history', STEPS],
  ['without a copy of the history', WITHOUT_COPY],
] as const) {
  test(`switches over without a gap or a repeat when nothing interrupts it, ${name}`, async () => {
    const { calls, deaths } = await rehearse(steps);
    assert.equal(deaths, 0);
    assert.ok(calls > 20, `${calls} calls to the outside`);
  });
}

test('switches over without a gap when the process ends at any call to the outside, before its effect or after', async () => {
  const { calls } = await rehearse(STEPS);
  for (let atCall = 1; atCall <= calls; atCall += 1) {
    // By turns: to end before a call is much the same as to end after the one before it.
    const { deaths } = await rehearse(STEPS, { atCall, takesEffect: atCall % 2 === 0 });
    // Answers that come earlier may save a write or two at the very end.
    assert.ok(deaths === 1 || atCall > calls - 3, `call ${atCall} of ${calls} ended a process`);
  }
});

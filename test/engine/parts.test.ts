import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { bodyBytes } from '../../src/engine/batch.ts';
import type { Ending } from '../../src/engine/ending.ts';
import { deliverPart, type Part, type PartHandlers } from '../../src/engine/parts.ts';
import type { DeliveryOutcome, EncodedRecord } from '../../src/engine/walls.ts';
import { ACCEPTED, REASON, REFUSED, refusing } from './poison.ts';
import { logId } from './simulation.ts';

function recordsOf(count: number): readonly EncodedRecord[] {
  return Array.from({ length: count }, (_, index) => {
    const id = logId(index + 1);
    const bytes = Buffer.from(JSON.stringify({ log_id: id }));
    return { logId: id, logType: 'fp', bytes, isTruncated: false };
  });
}

function partOf(records: readonly EncodedRecord[]): Part {
  const through = records.at(-1)?.logId ?? '';
  const stretch = { through, logs: records.length, lastLogAtMs: 7 };
  return { records, byteCount: bodyBytes(records), stretch };
}

/** What became of a batch: its parts in the order in which they were settled. */
interface Course {
  readonly offered: (readonly string[])[];
  readonly accepted: Part[];
  readonly refusedAlone: string[];
  /** The parts that stand for the batch now, in order. */
  parts: Part[];
  ending?: Ending | undefined;
}

async function courseOf(
  batch: Part,
  answer: (records: readonly EncodedRecord[]) => DeliveryOutcome,
  refusedAlone: PartHandlers['refusedAlone'] = () => undefined,
): Promise<Course> {
  const course: Course = { offered: [], accepted: [], refusedAlone: [], parts: [batch] };
  course.ending = await deliverPart(batch, {
    async handOver(records) {
      course.offered.push(records.map((record) => record.logId));
      return { outcome: answer(records), retries: 0, wasCutShort: false };
    },
    accepted: (part) => course.accepted.push(part),
    split(part, halves) {
      assert.ok(course.parts.includes(part), 'only what is still whole is split');
      course.parts = course.parts.flatMap((other) => (other === part ? halves : [other]));
    },
    refusedAlone(part, reason) {
      assert.deepEqual(part.records, [part.record]);
      course.refusedAlone.push(part.record.logId);
      return refusedAlone(part, reason);
    },
  });
  return course;
}

function idsOf(parts: readonly Part[]): readonly string[] {
  return parts.flatMap(({ records }) => records.map((record) => record.logId));
}

/** The parts are the batch: no record missing or twice, and each stretch tells what is in it. */
function checkCover({ parts }: Course, batch: Part): void {
  assert.deepEqual(idsOf(parts), idsOf([batch]));
  for (const { records, byteCount, stretch } of parts) {
    assert.equal(stretch.logs, records.length);
    assert.equal(stretch.through, records.at(-1)?.logId);
    assert.equal(byteCount, bodyBytes(records));
  }
  assert.equal(parts.at(-1)?.stretch.lastLogAtMs, 7, 'the last keeps the time of the last log');
}

const poisoned = fc.integer({ min: 1, max: 300 }).chain((count) =>
  fc.record({
    count: fc.constant(count),
    poison: fc.uniqueArray(fc.integer({ min: 1, max: count }), { maxLength: 15 }),
  }),
);

test('finds exactly the records that are refused alone, and delivers every other once and in order', async () => {
  await fc.assert(
    fc.asyncProperty(poisoned, async ({ count, poison }) => {
      const batch = partOf(recordsOf(count));
      const ids = poison.map(logId).sort();

      const course = await courseOf(batch, refusing(ids));

      assert.equal(course.ending, undefined);
      assert.deepEqual(course.refusedAlone, ids);
      const others = idsOf([batch]).filter((id) => !ids.includes(id));
      assert.deepEqual(idsOf(course.accepted), others);
      checkCover(course, batch);
      for (const id of ids) {
        const alone = course.offered.filter((offer) => offer.length === 1 && offer[0] === id);
        assert.equal(alone.length, 1, 'refused alone once');
      }
    }),
  );
});

test('needs few requests for one bad record, because each halves what is left of the search', async () => {
  for (const index of [1, 500, 1_000]) {
    const { offered } = await courseOf(partOf(recordsOf(1_000)), refusing([logId(index)]));
    assert.ok(offered.length <= 21, `${offered.length} requests`);
  }
});

const TOO_LARGE: DeliveryOutcome = {
  status: 'refused',
  reason: 'Azure answered 413',
};

test('makes a batch that is too large smaller until it fits, and gives up none of its records', async () => {
  const limits = fc.record({
    count: fc.integer({ min: 1, max: 300 }),
    most: fc.integer({ min: 1, max: 300 }),
    isOfBytes: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(limits, async ({ count, most, isOfBytes }) => {
      const batch = partOf(recordsOf(count));
      const room = isOfBytes ? most * 100 : most;
      const size = (records: readonly EncodedRecord[]) =>
        isOfBytes ? bodyBytes(records) : records.length;

      const course = await courseOf(batch, (records) =>
        size(records) > room ? TOO_LARGE : ACCEPTED,
      );

      assert.deepEqual([course.ending, course.refusedAlone], [undefined, []]);
      assert.deepEqual(idsOf(course.accepted), idsOf([batch]));
      assert.ok(course.accepted.every(({ records }) => size(records) <= room));
      checkCover(course, batch);
    }),
  );
});

test('refuses alone what is too large on its own', async () => {
  const huge = logId(3);
  const course = await courseOf(partOf(recordsOf(5)), (records) =>
    records.some((record) => record.logId === huge) ? TOO_LARGE : ACCEPTED,
  );
  assert.deepEqual(course.refusedAlone, [huge]);
  assert.equal(idsOf(course.accepted).length, 4);
});

test('hands over nothing more when an answer is neither an acceptance nor a refusal', async () => {
  const endings: readonly (readonly [DeliveryOutcome, Ending])[] = [
    [
      { status: 'misconfigured', problem: 'a key' },
      { outcome: 'misconfigured', problems: ['a key'] },
    ],
    [
      { status: 'retry', reason: '503' },
      { outcome: 'stopped', reason: '503' },
    ],
  ];
  for (const [answer, ending] of endings) {
    const answers = [REFUSED, ACCEPTED, REFUSED, answer];
    const course = await courseOf(partOf(recordsOf(8)), () => answers.shift() ?? ACCEPTED);
    assert.deepEqual(course.ending, ending);
    assert.equal(course.offered.length, 4);
    assert.deepEqual(idsOf(course.accepted), [1, 2, 3, 4].map(logId));
  }
});

test('hands over nothing more when a refusal is one too many', async () => {
  const enough: Ending = { outcome: 'stopped', reason: 'enough' };
  const reasons: string[] = [];
  const course = await courseOf(
    partOf(recordsOf(8)),
    () => REFUSED,
    (_, reason) => {
      reasons.push(reason);
      return reasons.length === 2 ? enough : undefined;
    },
  );
  assert.equal(course.ending, enough);
  assert.deepEqual(course.refusedAlone, [1, 2].map(logId));
  assert.deepEqual(reasons, [REASON, REASON]);
  checkCover(course, partOf(recordsOf(8)));
});

/** Delivers a batch in ever smaller parts, until the records that are refused stand alone. */

import { bodyBytes } from './batch.ts';
import { type Ending, endingOf } from './ending.ts';
import type { Stretch } from './ledger.ts';
import type { Retried } from './retrying.ts';
import type { DeliveryOutcome, EncodedRecord } from './walls.ts';

/** Records on their way, and the stretch of logs that they are. */
export interface Part {
  readonly records: readonly EncodedRecord[];
  /** The length of the body that the records make. */
  readonly byteCount: number;
  readonly stretch: Stretch;
}

/** A part of one record. */
export interface SinglePart extends Part {
  readonly record: EncodedRecord;
}

export interface PartHandlers {
  /** Hands records over, with retries; an ending when they must not be handed over any more. */
  handOver(records: readonly EncodedRecord[]): Promise<Retried<DeliveryOutcome> | Ending>;
  accepted(part: Part): void;
  split(part: Part, halves: readonly [Part, Part]): void;
  /** Answers with an ending if nothing more of the batch is to be delivered. */
  refusedAlone(part: SinglePart, reason: string): Ending | undefined;
}

/**
 * Delivers a part, and when it is refused its halves, the first before the second. Resolves to the
 * ending that kept some of it from being accepted or refused alone, `undefined` if all was.
 */
export async function deliverPart(part: Part, handlers: PartHandlers): Promise<Ending | undefined> {
  const handedOver = await handlers.handOver(part.records);
  if (!('retries' in handedOver)) return handedOver;
  const { outcome, wasCutShort } = handedOver;
  if (outcome.status === 'accepted') {
    handlers.accepted(part);
    return undefined;
  }
  if (outcome.status !== 'refused') return endingOf(outcome, wasCutShort);
  const [record, second] = part.records;
  // Nothing was handed over, so that nothing was refused.
  if (record === undefined) return undefined;
  if (second === undefined) return handlers.refusedAlone({ ...part, record }, outcome.reason);
  const halves = halve(part, record);
  handlers.split(part, halves);
  return (await deliverPart(halves[0], handlers)) ?? (await deliverPart(halves[1], handlers));
}

/** The two halves of a part. */
function halve({ records, stretch }: Part, first: EncodedRecord): readonly [Part, Part] {
  const middle = Math.floor(records.length / 2);
  const [before, after] = [records.slice(0, middle), records.slice(middle)];
  const { logId: through } = before.at(-1) ?? first;
  return [
    partOf(before, { through, logs: before.length, lastLogAtMs: undefined }),
    partOf(after, { ...stretch, logs: stretch.logs - before.length }),
  ];
}

function partOf(records: readonly EncodedRecord[], stretch: Stretch): Part {
  return { records, byteCount: bodyBytes(records), stretch };
}

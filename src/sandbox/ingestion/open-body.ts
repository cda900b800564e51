/** Unpacks the body of an upload, and holds it against the limit of a call. */

import { gunzipSync } from 'node:zlib';
import type { Answer, Call } from '../http/answer.ts';
import type { IngestionSettings } from './ingestion-settings.ts';
import { oversized, refusal } from './refusals.ts';

export type OpenedBody =
  | { readonly isSound: true; readonly bytes: Buffer; readonly isCompressed: boolean }
  | { readonly isSound: false; readonly answer: Answer };

/** Far above any limit under test: a small body may hold a great deal. */
const MAX_UNPACKED_BYTES = 256 * 1024 * 1024;

const refused = (answer: Answer): OpenedBody => ({ isSound: false, answer });

function unpack(body: Buffer): Buffer | undefined {
  try {
    return gunzipSync(body, { maxOutputLength: MAX_UNPACKED_BYTES });
  } catch {
    return undefined;
  }
}

/** The size that is too much, if one is. An uncompressed body has the same size twice. */
function tooLarge(wire: number, unpacked: number, settings: IngestionSettings): number | undefined {
  const counted = {
    both: [wire, unpacked],
    compressed: [wire],
    uncompressed: [unpacked],
  }[settings.countedSize];
  return counted.find((size) => size > settings.maxCallBytes);
}

export function openBody(call: Call, settings: IngestionSettings): OpenedBody {
  const contentType = (call.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  if (contentType !== 'application/json') {
    return refused(refusal('UnsupportedMediaType', 'The content type is not application/json.'));
  }
  const encoding = (call.headers['content-encoding'] ?? 'identity').toLowerCase();
  if (encoding !== 'gzip' && encoding !== 'identity') {
    return refused(refusal('UnsupportedMediaType', `The encoding ${encoding} is not supported.`));
  }
  const isCompressed = encoding === 'gzip';
  const bytes = isCompressed ? unpack(call.body) : call.body;
  if (bytes === undefined) return refused(refusal('InvalidPayload', 'The body is not gzip.'));
  const size = tooLarge(call.body.length, bytes.length, settings);
  if (size !== undefined) return refused(oversized(settings.maxCallBytes, size));
  return { isSound: true, bytes, isCompressed };
}

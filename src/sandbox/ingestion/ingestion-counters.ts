/** What the emulated Logs Ingestion API has been sent and has answered. */

import { type PostCounters, PostLedger, type PostNote } from '../intake/post-ledger.ts';
import type { TokenCounters } from './entra-desk.ts';

export interface UploadNote extends PostNote {
  /** What the body holds unpacked; `undefined` when it was not looked at. */
  readonly unpackedBytes: number | undefined;
  readonly isCompressed: boolean;
  /** As the client named the call; empty when it did not. */
  readonly clientRequestId: string;
}

/** Of the uploads, not of the requests for tokens. */
export interface IngestionCounters extends PostCounters {
  readonly tokens: TokenCounters;
  readonly compressedPosts: number;
  readonly largestUnpackedBytes: number;
  /** Values that were longer than a field may be. */
  readonly cutFields: number;
  /** Values that the stream does not declare. */
  readonly droppedValues: number;
  /** Values that were not of their column's type. */
  readonly mistypedValues: number;
  readonly timesReplaced: number;
}

export class UploadLedger extends PostLedger<UploadNote> {
  compressedPosts = 0;
  largestUnpackedBytes = 0;

  override note(upload: UploadNote): void {
    super.note(upload);
    if (upload.isCompressed) this.compressedPosts += 1;
    this.largestUnpackedBytes = Math.max(this.largestUnpackedBytes, upload.unpackedBytes ?? 0);
  }

  override clear(): void {
    super.clear();
    this.compressedPosts = 0;
    this.largestUnpackedBytes = 0;
  }
}

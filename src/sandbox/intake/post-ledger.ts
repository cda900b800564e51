/** What an emulated Azure service has been sent and has answered. */

import type { IdLedger } from './id-ledger.ts';

export interface PostNote {
  /** `none` when the connection died or the answer never came. */
  readonly status: number | 'none';
  /** The code in the body of a refusal, or empty. */
  readonly code: string;
  readonly byteCount: number;
  /** How many records it stored. */
  readonly recordCount: number;
}

export interface PostCounters {
  readonly requests: number;
  readonly byStatus: Readonly<Record<string, number>>;
  readonly byCode: Readonly<Record<string, number>>;
  readonly bytes: number;
  readonly largestPostBytes: number;
  readonly recordsStored: number;
  readonly distinctLogIds: number;
  /** Rows beyond the first of their log id. */
  readonly duplicates: number;
  readonly rowsWithoutLogId: number;
  /** Posts in which a text was cut in the middle of a character. */
  readonly brokenTexts: number;
  readonly faultsPlayed: number;
}

const MAX_KEPT_POSTS = 5000;

export class PostLedger<Note extends PostNote = PostNote> {
  #posts: Note[] = [];
  #count = 0;
  #byStatus: Record<string, number> = {};
  #byCode: Record<string, number> = {};
  #bytes = 0;
  #largestPostBytes = 0;
  recordsStored = 0;
  brokenTexts = 0;

  note(post: Note): void {
    this.#count += 1;
    this.#bytes += post.byteCount;
    this.#largestPostBytes = Math.max(this.#largestPostBytes, post.byteCount);
    this.#byStatus[post.status] = (this.#byStatus[post.status] ?? 0) + 1;
    if (post.code !== '') this.#byCode[post.code] = (this.#byCode[post.code] ?? 0) + 1;
    this.#posts.push(post);
    if (this.#posts.length > 2 * MAX_KEPT_POSTS) this.#posts = this.#posts.slice(-MAX_KEPT_POSTS);
  }

  get recent(): readonly Note[] {
    return this.#posts;
  }

  counters(ids: IdLedger, faultsPlayed: number): PostCounters {
    return {
      requests: this.#count,
      byStatus: { ...this.#byStatus },
      byCode: { ...this.#byCode },
      bytes: this.#bytes,
      largestPostBytes: this.#largestPostBytes,
      recordsStored: this.recordsStored,
      distinctLogIds: ids.ids.size,
      duplicates: ids.repeatCount,
      rowsWithoutLogId: ids.withoutId,
      brokenTexts: this.brokenTexts,
      faultsPlayed,
    };
  }

  clear(): void {
    this.#posts = [];
    this.#count = 0;
    this.#byStatus = {};
    this.#byCode = {};
    this.#bytes = 0;
    this.#largestPostBytes = 0;
    this.recordsStored = 0;
    this.brokenTexts = 0;
  }
}

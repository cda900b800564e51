/** The interfaces that the engine knows. Everything concrete behind them is named in `src/assemble.ts`. */

/** The time, and waiting for it to pass. */
export interface Clock {
  /** Milliseconds since 1970, UTC. */
  now(): number;
  /** Resolves after `durationMs`, or at once when `signal` is aborted; never rejects. */
  sleep(durationMs: number, signal?: AbortSignal): Promise<void>;
  /** Lets what is under way go on, such as the writing of a request, before long work begins. */
  turn(): Promise<void>;
}

/** A number from 0 (inclusive) to 1 (exclusive), for jitter and ids. */
export type RandomSource = () => number;

/** One tenant log event as the Management API returned it. Never changed in place. */
export interface Log {
  readonly log_id: string;
  readonly [field: string]: unknown;
}

/** The flat row made from a log. JSON columns hold JSON text. */
export type LogRecord = Readonly<Record<string, string | number | boolean>>;

/** The answer to one request for logs. */
export interface Page {
  /** The logs in response order. */
  readonly logs: readonly Log[];
  /** The id that the next request continues after; of an empty page, the id that was asked for. */
  readonly continuesAfter: string;
  /** Whether as many logs came as were asked for, so that more may follow. */
  readonly isFull: boolean;
  /** It is empty, at a place so old that it may be lost, and nothing has shown that it is not. */
  readonly isUnconfirmed?: boolean;
  /** What a person should know about how this page was found, each in a sentence. */
  readonly warnings?: readonly string[];
  /** How long the source asks to be left alone before the next request. */
  readonly pauseMs?: number;
  /** The length of the answer that it came in, in characters: about what it takes in memory. */
  readonly answerLength?: number;
}

/** Worth another try, perhaps only after a wait that the other side asked for. */
export interface RetryOutcome {
  readonly status: 'retry';
  readonly reason: string;
  readonly waitMs?: number;
  /** The other side said that it was asked too often. */
  readonly isRateLimited?: boolean;
}

/** Nothing will work until a person changes a setting or a permission. */
export interface MisconfiguredOutcome {
  readonly status: 'misconfigured';
  readonly problem: string;
}

export type PageOutcome =
  | { readonly status: 'page'; readonly page: Page }
  | RetryOutcome
  | MisconfiguredOutcome
  | { readonly status: 'stopped'; readonly reason: string };

export type LogOutcome =
  | { readonly status: 'log'; readonly log: Log }
  /** The source does not have it any more. */
  | { readonly status: 'gone' }
  | RetryOutcome
  | MisconfiguredOutcome;

/** Where logs come from. Every call answers within `timeoutMs` and never rejects. */
export interface PageSource {
  /** Asks for the logs after the id `after`. */
  fetchPage(after: string, timeoutMs: number): Promise<PageOutcome>;
  /**
   * Asks for the first page of a run, and makes sure that `after` is still a place in the logs. A
   * lost place is replaced by one from which nothing that is left is missed, and what was deleted
   * before it could be read is told as a warning. `confirmedAtMs`: nothing from before this time is
   * missing, because a run found nothing left after `after` then, or because the export began then.
   */
  fetchFirstPage(
    after: string,
    confirmedAtMs: number | undefined,
    timeoutMs: number,
  ): Promise<PageOutcome>;
  /** Asks for one log by its id. */
  fetchLog(logId: string, timeoutMs: number): Promise<LogOutcome>;
  /** When a log happened, in milliseconds since 1970; `undefined` when it does not say. */
  timeOf(log: Log): number | undefined;
}

export const DESTINATION_KINDS = ['data-collector', 'logs-ingestion'] as const;
export type DestinationKind = (typeof DESTINATION_KINDS)[number];

/** A record as one destination sends it. */
export interface EncodedRecord {
  readonly logId: string;
  /** The type code of the log, such as `fp`. */
  readonly logType: string;
  /** The record as JSON text in UTF-8, within the destination's limits for one record. */
  readonly bytes: Buffer;
  /** Something in it was shortened to fit. */
  readonly isTruncated: boolean;
}

export interface BatchLimits {
  readonly maxBatchRecords: number;
  /** Of the whole body, brackets and commas included, in UTF-8 bytes. */
  readonly maxBatchBytes: number;
}

export type DeliveryOutcome =
  | { readonly status: 'accepted' }
  | RetryOutcome
  /** This batch, but perhaps not a part of it. */
  | { readonly status: 'refused'; readonly reason: string }
  | MisconfiguredOutcome;

/** Where batches go. */
export interface Destination {
  readonly kind: DestinationKind;
  readonly limits: BatchLimits;
  /** Makes a record fit this destination's limits. Pure; never throws. */
  encode(record: LogRecord): EncodedRecord;
  /** Hands one batch over, once; answers within `timeoutMs`, never rejects. */
  deliver(records: readonly EncodedRecord[], timeoutMs: number): Promise<DeliveryOutcome>;
}

export type ReadOutcome =
  | { readonly status: 'read'; readonly document: unknown; readonly version: string | undefined }
  | { readonly status: 'failed'; readonly reason: string };

export type WriteOutcome =
  | { readonly status: 'written'; readonly version: string | undefined }
  | { readonly status: 'conflict' }
  | { readonly status: 'failed'; readonly reason: string; readonly isTooLarge: boolean };

/** Where the state is kept: one JSON document, written by compare-and-swap. */
export interface StateStore {
  /** Answers within `timeoutMs`, never rejects. The document of an empty store is `undefined`. */
  read(timeoutMs: number): Promise<ReadOutcome>;
  /** Replaces the document that was read as `version`; a `conflict` when it changed since. */
  write(document: unknown, version: string | undefined, timeoutMs: number): Promise<WriteOutcome>;
}

/** Access tokens that live longer than a run, each sealed, by name. */
export interface TokenCache {
  /** Takes what the state holds; what cannot be opened is forgotten. */
  restore(sealedTokens: Readonly<Record<string, string>>): void;
  /** What the state should hold now. */
  sealed(): Readonly<Record<string, string>>;
}

/** Keeps records in the state so that nobody can read them who has only the state. */
export interface Vault {
  /** The bytes, compressed and sealed, as a text. */
  lock(bytes: Buffer): string;
  /** The bytes in a text, or `undefined` when it was sealed under another secret or was changed. */
  unlock(locked: string): Buffer | undefined;
}

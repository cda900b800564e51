/**
 * The platform's storage at its strictest: one document, a reader that must have read before it
 * writes, and a conflict whenever somebody else wrote in between.
 */

import { setTimeout as pause } from 'node:timers/promises';
import {
  NOTHING_STORED,
  readStorageFile,
  type StoredDocument,
  writeStorageFile,
} from './webtask-storage-file.ts';

export type GetCallback = (error: StorageError | null, data?: unknown) => void;
export type SetCallback = (error?: StorageError | null) => void;

export interface SetOptions {
  /** Overwrites whatever is there. */
  readonly force?: boolean | number;
}

/** What the platform hands to a webtask as `ctx.storage`. */
export interface WebtaskStorage {
  get(callback: GetCallback): void;
  set(data: unknown, callback: SetCallback): void;
  set(data: unknown, options: SetOptions, callback: SetCallback): void;
}

export class StorageError extends Error {
  readonly code: number;
  /** What is stored now, when that is why a write was refused. */
  readonly conflict?: unknown;

  constructor(code: number, message: string, details: { readonly conflict?: unknown } = {}) {
    super(message);
    this.name = 'StorageError';
    this.code = code;
    if ('conflict' in details) this.conflict = details.conflict;
  }
}

/**
 * `error`: refused, nothing done. `hang`: no answer, nothing done. `lost-answer`: done, but the answer
 * is an error. `hang-after`: done, but no answer comes.
 */
export const STORAGE_FAULTS = ['error', 'hang', 'lost-answer', 'hang-after'] as const;

export type StorageFault = (typeof STORAGE_FAULTS)[number];

export interface StorageOptions {
  /** Where the document outlives the process; default: in memory only. */
  readonly file?: string;
  /** How long every operation takes. */
  readonly latencyMs?: number;
  readonly maxBytes?: number;
  /** What is there from the start, unless the file holds something. */
  readonly initial?: unknown;
}

export interface StorageCounters {
  readonly reads: number;
  readonly writes: number;
  readonly conflicts: number;
  readonly largestBytes: number;
}

/** The platform says 500 KB; the smaller reading of that is the strict one. */
const MAX_BYTES = 500_000;

type Operation = 'get' | 'set';

export class WebtaskDocument {
  readonly #options: StorageOptions;
  #stored: StoredDocument = NOTHING_STORED;
  readonly #faults: Record<Operation, StorageFault[]> = { get: [], set: [] };
  #reads = 0;
  #writes = 0;
  #conflicts = 0;
  #largestBytes = 0;

  constructor(options: StorageOptions = {}) {
    this.#options = options;
    if (options.file !== undefined) this.#stored = readStorageFile(options.file);
    if (this.#stored.version === 0 && options.initial !== undefined) this.replace(options.initial);
  }

  /** A copy of what is stored now. */
  peek(): unknown {
    return parsed(this.#stored.text);
  }

  /** Writes as somebody else would: every reader's next write is a conflict. */
  replace(data: unknown): void {
    this.#put(textOf(data));
  }

  #put(text: string | undefined): void {
    this.#stored = { version: this.#stored.version + 1, text };
    this.#largestBytes = Math.max(this.#largestBytes, Buffer.byteLength(text ?? ''));
    if (this.#options.file !== undefined) writeStorageFile(this.#options.file, this.#stored);
  }

  /** The next operations of this kind go wrong, one fault each. */
  failNext(operation: Operation, ...faults: readonly StorageFault[]): void {
    this.#faults[operation].push(...faults);
  }

  counters(): StorageCounters {
    return {
      reads: this.#reads,
      writes: this.#writes,
      conflicts: this.#conflicts,
      largestBytes: this.#largestBytes,
    };
  }

  /** A reader of its own, as each request gets one. */
  open(): WebtaskStorage {
    let readVersion: number | undefined;
    const get = (): unknown => {
      this.#reads += 1;
      readVersion = this.#stored.version;
      return this.peek();
    };
    const set = (text: string | undefined, isForced: boolean): void => {
      this.#write(text, isForced ? 'any' : readVersion);
      readVersion = this.#stored.version;
    };
    return {
      get: (callback) => {
        this.#perform('get', get, callback);
      },
      set: (data: unknown, ...rest: [SetCallback] | [SetOptions, SetCallback]) => {
        const [options, callback] = rest.length === 1 ? [{}, rest[0]] : rest;
        /** Taken at once, so that what the caller changes afterwards is not stored. */
        const text = textOf(data);
        const isForced = options.force === true || options.force === 1;
        this.#perform(
          'set',
          () => set(text, isForced),
          (error) => callback(error),
        );
      },
    };
  }

  #write(text: string | undefined, readVersion: number | 'any' | undefined): void {
    if (readVersion === undefined) {
      throw new StorageError(400, 'Nothing may be written before it was read, unless forced.');
    }
    const byteCount = Buffer.byteLength(text ?? '');
    const maxBytes = this.#options.maxBytes ?? MAX_BYTES;
    if (byteCount > maxBytes) {
      throw new StorageError(400, `The document has ${byteCount} bytes, more than ${maxBytes}.`);
    }
    if (readVersion !== 'any' && readVersion !== this.#stored.version) {
      this.#conflicts += 1;
      throw new StorageError(409, 'The document was changed since it was read.', {
        conflict: this.peek(),
      });
    }
    this.#writes += 1;
    this.#put(text);
  }

  /** Does one operation in the middle of its latency, so that two that overlap can race. */
  #perform(operation: Operation, act: () => unknown, callback: GetCallback): void {
    const fault = this.#faults[operation].shift();
    const halfMs = (this.#options.latencyMs ?? 0) / 2;
    const answer = async (): Promise<void> => {
      await pause(halfMs);
      const outcome = attempt(fault === 'error' || fault === 'hang' ? () => undefined : act);
      await pause(halfMs);
      if (fault === 'hang' || fault === 'hang-after') return;
      const error = fault === undefined ? outcome.error : unavailable();
      /** Outside this promise, so that what the callback throws is the caller's own failure. */
      setImmediate(() => callback(error, outcome.value));
    };
    void answer();
  }
}

const unavailable = (): StorageError => new StorageError(502, 'The storage is not available.');

/** Storing nothing deletes. */
const textOf = (data: unknown): string | undefined =>
  data === null || data === undefined ? undefined : JSON.stringify(data);

const parsed = (text: string | undefined): unknown =>
  text === undefined ? undefined : JSON.parse(text);

interface Outcome {
  readonly error: StorageError | null;
  readonly value?: unknown;
}

function attempt(act: () => unknown): Outcome {
  try {
    return { error: null, value: act() };
  } catch (error) {
    if (error instanceof StorageError) return { error };
    throw error;
  }
}

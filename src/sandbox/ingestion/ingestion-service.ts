/** What the emulated Entra tenant and Logs Ingestion API do with a call, planned faults included. */

import { randomUUID } from 'node:crypto';
import { type Answer, type Call, emptyAnswer, type Reply } from '../http/answer.ts';
import { type Fault, FaultPlan } from '../http/fault-plan.ts';
import { playFault } from '../http/play-fault.ts';
import { sleep } from '../http/sleep.ts';
import { Arrivals } from '../intake/arrivals.ts';
import { holdsHalfCharacter } from '../intake/half-character.ts';
import { EntraDesk, isTokenPath } from './entra-desk.ts';
import { entraDocument } from './entra-documents.ts';
import { entraRefusalOfStatus } from './entra-refusals.ts';
import { type IngestionCounters, UploadLedger, type UploadNote } from './ingestion-counters.ts';
import type { IngestionSettings } from './ingestion-settings.ts';
import { MinuteLimits } from './minute-limits.ts';
import { openBody } from './open-body.ts';
import { readUpload } from './read-upload.ts';
import { refusalOfStatus, tooMany } from './refusals.ts';
import { type IngestedRow, StreamTable, type StreamTableSummary, totalOf } from './stream-table.ts';
import { checkUpload, isUploadPath } from './upload-checks.ts';

/** The path of a fault that spoils any upload, whatever its rule and stream. */
export const ANY_UPLOAD = '/dataCollectionRules';

/** The path of a fault that spoils any request for a token. */
export const ANY_TOKEN = '/oauth2/v2.0/token';

/** How many of the newest rows a summary shows. */
const SHOWN_ROWS = 50;

type Stored = Pick<UploadNote, 'recordCount' | 'unpackedBytes' | 'isCompressed'> & {
  readonly answer: Answer;
};

const notStored = (answer: Answer): Stored => ({
  answer,
  recordCount: 0,
  unpackedBytes: undefined,
  isCompressed: false,
});

const answerIn = (reply: Reply): Answer | undefined =>
  reply.kind === 'send' || reply.kind === 'send-half' ? reply.answer : undefined;

export class IngestionService {
  readonly faults = new FaultPlan(ANY_UPLOAD);
  readonly desk = new EntraDesk();
  readonly uploads = new UploadLedger();
  /** That of the logs. */
  readonly table = new StreamTable();
  /** By name, those of the other streams, each from its first row on. */
  readonly #otherTables = new Map<string, StreamTable>();
  readonly arrivals = new Arrivals();
  readonly #now: () => number;
  readonly #scheme: 'http' | 'https';
  #settings: IngestionSettings;
  #limits: MinuteLimits | undefined;
  /** When the role was assigned. */
  #assignedMs: number;

  constructor(settings: IngestionSettings, now: () => number, scheme: 'http' | 'https') {
    this.#settings = settings;
    this.#now = now;
    this.#scheme = scheme;
    this.#assignedMs = now();
    this.#setLimits();
  }

  configure(changes: Partial<IngestionSettings>): void {
    const hadRole = this.#settings.hasRole;
    this.#settings = { ...this.#settings, ...changes };
    if (!hadRole && this.#settings.hasRole) this.#assignedMs = this.#now();
    if (changes.rateLimit !== undefined) this.#setLimits();
  }

  async replyTo(call: Call): Promise<Reply> {
    if (isTokenPath(call.path)) return this.#replyToTokenRequest(call);
    const document = entraDocument(call, this.#scheme, this.#settings.tenantId);
    return document === undefined ? this.#replyToUpload(call) : { kind: 'send', answer: document };
  }

  counters(): IngestionCounters {
    const tables = this.tables();
    const sum = (countIn: (table: StreamTableSummary) => number): number =>
      tables.reduce((total, table) => total + countIn(table), 0);
    return {
      ...this.uploads.counters(this.table.ids, this.faults.played),
      tokens: this.desk.counters(),
      compressedPosts: this.uploads.compressedPosts,
      largestUnpackedBytes: this.uploads.largestUnpackedBytes,
      cutFields: sum((table) => totalOf(table.cutByColumn)),
      droppedValues: sum((table) => totalOf(table.droppedByProperty)),
      mistypedValues: sum((table) => totalOf(table.mistypedByColumn)),
      timesReplaced: sum((table) => table.timesReplaced),
    };
  }

  /** That of the logs first. */
  tables(): readonly StreamTableSummary[] {
    const others = [...this.#otherTables].map(([name, table]) => table.summary(name));
    return [this.table.summary(this.#settings.table), ...others];
  }

  /** The newest of the kept rows of a table, oldest first; by default of that of the logs. */
  rows(newest?: number, table = this.#settings.table): readonly IngestedRow[] {
    const found = table === this.#settings.table ? this.table : this.#otherTables.get(table);
    return found?.rows(newest) ?? [];
  }

  /** For tests from outside. */
  summary() {
    return {
      tables: this.tables(),
      counters: this.counters(),
      arrivals: this.arrivals.lastMinute(this.#now()),
      newest: this.rows(SHOWN_ROWS).slice().reverse(),
    };
  }

  clear(): void {
    this.table.clear();
    this.#otherTables.clear();
    this.uploads.clear();
    this.desk.clearCounters();
    this.arrivals.clear();
    this.#setLimits();
  }

  async #replyToTokenRequest(call: Call): Promise<Reply> {
    const carryOut = async (): Promise<Answer> =>
      this.desk.answerTo(call, this.#settings, this.#now());
    const reply = await this.#spoilt(call, ANY_TOKEN, carryOut, (status) =>
      entraRefusalOfStatus(status, this.#now()),
    );
    this.desk.note(answerIn(reply));
    return reply;
  }

  async #replyToUpload(call: Call): Promise<Reply> {
    let stored = notStored(emptyAnswer(404));
    const carryOut = async (): Promise<Answer> => {
      stored = await this.#carryOut(call);
      return stored.answer;
    };
    const spoilt = await this.#spoilt(call, ANY_UPLOAD, carryOut, refusalOfStatus);
    const clientRequestId = String(call.headers['x-ms-client-request-id'] ?? '');
    const reply = this.#cutWhenOversized(withRequestIds(spoilt, clientRequestId));
    const answer = answerIn(reply);
    const { recordCount, unpackedBytes, isCompressed } = stored;
    this.uploads.note({
      status: answer?.status ?? 'none',
      code: answer?.headers['x-ms-error-code'] ?? '',
      byteCount: call.body.length,
      unpackedBytes,
      recordCount,
      isCompressed,
      clientRequestId,
    });
    return reply;
  }

  /** A fault is for the exact path, or for all of its kind. */
  async #spoilt(
    call: Call,
    kindPath: string,
    carryOut: () => Promise<Answer>,
    describe: (status: number) => Answer,
  ): Promise<Reply> {
    const fault: Fault | undefined = this.faults.next(call.path) ?? this.faults.next(kindPath);
    if (fault === undefined) return { kind: 'send', answer: await carryOut() };
    return playFault(fault, carryOut, describe);
  }

  async #carryOut(call: Call): Promise<Stored> {
    if (!isUploadPath(call.path)) return notStored(emptyAnswer(404));
    const stored = this.#store(call);
    if (this.#settings.latencyMs > 0) await sleep(this.#settings.latencyMs);
    return stored;
  }

  #store(call: Call): Stored {
    const nowMs = this.#now();
    const { hasRole, roleDelayMs } = this.#settings;
    const check = checkUpload(call, {
      settings: this.#settings,
      hasActingRole: hasRole && nowMs >= this.#assignedMs + roleDelayMs,
      nowMs,
      findToken: (text) => this.desk.find(text),
    });
    if (!check.isAllowed) return notStored(check.answer);
    const { settings } = check;
    const body = openBody(call, settings);
    if (!body.isSound) return notStored(body.answer);
    const { bytes, isCompressed } = body;
    const refusedWith = (answer: Answer): Stored => ({
      ...notStored(answer),
      unpackedBytes: bytes.length,
      isCompressed,
    });
    const waitSeconds = this.#limits?.take(bytes.length, nowMs);
    if (waitSeconds !== undefined) return refusedWith(tooMany(waitSeconds));
    const upload = readUpload(bytes, settings);
    if (!upload.isSound) return refusedWith(upload.answer);
    const { records } = upload;
    if (holdsHalfCharacter(bytes)) this.uploads.brokenTexts += 1;
    this.#tableOf(settings.table).add(records, settings, nowMs);
    this.uploads.recordsStored += records.length;
    this.arrivals.note(records.length, nowMs);
    return {
      ...refusedWith(emptyAnswer(settings.acceptedStatus)),
      recordCount: records.length,
    };
  }

  #tableOf(name: string): StreamTable {
    if (name === this.#settings.table) return this.table;
    const table = this.#otherTables.get(name) ?? new StreamTable();
    this.#otherTables.set(name, table);
    return table;
  }

  #cutWhenOversized(reply: Reply): Reply {
    const isCut = this.#settings.oversizedAnswer === 'cut' && answerIn(reply)?.status === 413;
    return isCut ? { kind: 'reset' } : reply;
  }

  #setLimits(): void {
    const { rateLimit } = this.#settings;
    this.#limits = rateLimit === null ? undefined : new MinuteLimits(rateLimit);
  }
}

function withRequestIds(reply: Reply, clientRequestId: string): Reply {
  if (reply.kind !== 'send' && reply.kind !== 'send-half') return reply;
  const echoed = clientRequestId === '' ? {} : { 'x-ms-client-request-id': clientRequestId };
  const headers = { ...reply.answer.headers, 'x-ms-request-id': randomUUID(), ...echoed };
  return { ...reply, answer: { ...reply.answer, headers } };
}

/** What the emulated workspace does with a post: checks, stores, counts, and plays planned faults. */

import { type Answer, type Call, emptyAnswer, type Reply } from '../http/answer.ts';
import { FaultPlan } from '../http/fault-plan.ts';
import type { JsonObject } from '../http/json-input.ts';
import { playFault } from '../http/play-fault.ts';
import { sleep } from '../http/sleep.ts';
import { Arrivals } from '../intake/arrivals.ts';
import { holdsHalfCharacter } from '../intake/half-character.ts';
import { PostLedger } from '../intake/post-ledger.ts';
import { checkPost } from './post-checks.ts';
import { readBatch } from './read-batch.ts';
import { refusal, refusalOfStatus } from './refusals.ts';
import { RowStore } from './row-store.ts';
import type { WorkspaceSettings } from './workspace-settings.ts';

const POST_PATH = '/api/logs';

/** How many of the newest rows the page shows. */
const SHOWN_ROWS = 50;

interface Stored {
  readonly answer: Answer;
  readonly recordCount: number;
}

const notStored = (answer: Answer): Stored => ({ answer, recordCount: 0 });

export class WorkspaceService {
  readonly faults = new FaultPlan(POST_PATH);
  readonly posts = new PostLedger();
  readonly rows = new RowStore();
  readonly arrivals = new Arrivals();
  readonly now: () => number;
  #settings: WorkspaceSettings;
  #refusedIds: ReadonlySet<unknown>;

  constructor(settings: WorkspaceSettings, now: () => number) {
    this.#settings = settings;
    this.#refusedIds = new Set(settings.refusedLogIds);
    this.now = now;
  }

  configure(changes: Partial<WorkspaceSettings>): void {
    this.#settings = { ...this.#settings, ...changes };
    this.#refusedIds = new Set(this.#settings.refusedLogIds);
  }

  async replyTo(call: Call): Promise<Reply> {
    let recordCount = 0;
    const carryOut = async (): Promise<Answer> => {
      const stored = await this.#carryOut(call);
      recordCount = stored.recordCount;
      return stored.answer;
    };
    const fault = this.faults.next(call.path);
    const reply: Reply =
      fault === undefined
        ? { kind: 'send', answer: await carryOut() }
        : await playFault(fault, carryOut, refusalOfStatus);
    const answer = reply.kind === 'send' || reply.kind === 'send-half' ? reply.answer : undefined;
    this.posts.note({
      status: answer?.status ?? 'none',
      code: codeOf(answer),
      byteCount: call.body.length,
      recordCount,
    });
    return reply;
  }

  clear(): void {
    this.rows.clear();
    this.posts.clear();
    this.arrivals.clear();
  }

  async #carryOut(call: Call): Promise<Stored> {
    if (call.path !== POST_PATH || call.method !== 'POST') return notStored(emptyAnswer(404));
    const stored = this.#store(call);
    if (this.#settings.latencyMs > 0) await sleep(this.#settings.latencyMs);
    return stored;
  }

  #store(call: Call): Stored {
    const nowMs = this.now();
    const check = checkPost(call, this.#settings, nowMs);
    if (!check.isAllowed) return notStored(check.answer);
    const batch = readBatch(call.body);
    if (!batch.isSound) return notStored(refusal('InvalidDataFormat', batch.problem));
    const { records } = batch;
    if (this.#holdsRefusedId(records)) return notStored(refusal('InvalidDataFormat'));
    if (holdsHalfCharacter(call.body)) this.posts.brokenTexts += 1;
    this.rows.add(records, check.post, this.#settings.workspaceId, nowMs);
    this.rows.keepNewest(this.#settings.keepRows);
    this.posts.recordsStored += records.length;
    this.arrivals.note(records.length, nowMs);
    return { answer: emptyAnswer(200), recordCount: records.length };
  }

  #holdsRefusedId(records: readonly JsonObject[]): boolean {
    if (this.#refusedIds.size === 0) return false;
    return records.some((record) => this.#refusedIds.has(record['log_id']));
  }

  /** For the page and for tests from outside. */
  summary() {
    const nowMs = this.now();
    return {
      tables: this.rows.tables(),
      counters: this.posts.counters(this.rows.ids, this.faults.played),
      arrivals: this.arrivals.lastMinute(nowMs),
      newest: this.rows.rows(undefined, SHOWN_ROWS).slice().reverse(),
    };
  }
}

function codeOf(answer: Answer | undefined): string {
  const [, code = ''] = /"Error":"(\w+)"/.exec(String(answer?.body ?? '')) ?? [];
  return code;
}

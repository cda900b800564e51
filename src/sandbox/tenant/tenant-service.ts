/** What the emulated tenant does with a call: limits, tokens, logs, and the faults that were planned. */

import type { Answer, Call, Reply } from '../http/answer.ts';
import { type Fault, FaultPlan } from '../http/fault-plan.ts';
import { playFault } from '../http/play-fault.ts';
import { sleep } from '../http/sleep.ts';
import { checkpointPage } from './checkpoint-pages.ts';
import { firstIdAt } from './log-id.ts';
import type { LogStore } from './log-store.ts';
import { RateLimiter } from './rate-limiter.ts';
import { refusal } from './refusals.ts';
import { searchPage } from './search-pages.ts';
import { isSingleLog, singleLog } from './single-log.ts';
import { TenantLedger, type TenantRequest } from './tenant-counters.ts';
import type { TenantSettings } from './tenant-settings.ts';
import { TokenDesk } from './token-desk.ts';

const LOGS_PATH = '/api/v2/logs';
const TOKEN_PATH = '/oauth/token';

/** Of a fault that shortens a page: fewer than a reader takes for a full one. */
const SHORT_PAGE_LOGS = 3;

const HOUR_MS = 3_600_000;

export class TenantService {
  readonly faults = new FaultPlan(LOGS_PATH);
  readonly ledger = new TenantLedger();
  readonly desk = new TokenDesk();
  readonly #logs: LogStore;
  readonly #now: () => number;
  #settings: TenantSettings;
  #limiter: RateLimiter | undefined;
  #port = 0;

  constructor(settings: TenantSettings, logs: LogStore, now: () => number) {
    this.#settings = settings;
    this.#logs = logs;
    this.#now = now;
    this.#setLimiter();
  }

  /** Known only once the server listens. */
  listenOn(port: number): void {
    this.#port = port;
  }

  configure(changes: Partial<TenantSettings>): void {
    this.#settings = { ...this.#settings, ...changes };
    if (changes.rateLimit !== undefined) this.#setLimiter();
  }

  /** Takes requests from the bucket, as other programs of the tenant do. */
  drainRateLimit(count: number): void {
    this.#limiter?.drain(count);
  }

  async replyTo(call: Call): Promise<Reply> {
    const reply = await this.#spoiltReplyTo(call);
    const status =
      reply.kind === 'send' || reply.kind === 'send-half' ? reply.answer.status : 'none';
    const { method, target } = call;
    this.ledger.note({ method, target, status, mode: modeOf(call) });
    return reply;
  }

  async #spoiltReplyTo(call: Call): Promise<Reply> {
    const fault = this.faults.next(call.path) ?? this.#faultOfTheList(call);
    if (fault === undefined) return { kind: 'send', answer: await this.#carryOut(call, 100) };
    const mostLogs = fault.kind === 'short-page' ? SHORT_PAGE_LOGS : 100;
    return playFault(
      fault,
      () => this.#carryOut(call, mostLogs),
      (status) => this.#withRateHeaders(refusal(status)),
    );
  }

  /** What is planned for the list spoils single logs as well. */
  #faultOfTheList(call: Call): Fault | undefined {
    return modeOf(call) === 'single' ? this.faults.next(LOGS_PATH) : undefined;
  }

  async #carryOut(call: Call, mostLogs: number): Promise<Answer> {
    if (call.path === TOKEN_PATH && call.method === 'POST') return this.#issueToken(call);
    const isAboutLogs = call.path === LOGS_PATH || isSingleLog(call.path);
    if (!isAboutLogs || call.method !== 'GET') return refusal(404);
    if (this.#settings.latencyMs > 0) await sleep(this.#settings.latencyMs);
    const decision = this.#limiter?.take(this.#now());
    const answer = decision?.isAllowed === false ? refusal(429) : this.#readLogs(call, mostLogs);
    return decision === undefined
      ? answer
      : { ...answer, headers: { ...answer.headers, ...decision.headers } };
  }

  #issueToken(call: Call): Answer {
    const nowMs = this.#now();
    const answer = this.desk.issue(call, this.#settings, this.#port, nowMs);
    if (answer.status === 200 && this.#settings.logsTokens) {
      const { clientId, scope } = this.#settings;
      const audience = `https://127.0.0.1:${this.#port}/api/v2/`;
      const words = { type: 'seccft', description: '', client_name: 'log shipper' };
      this.#logs.addGiven({ ...words, client_id: clientId, scope, audience }, nowMs);
    }
    return answer;
  }

  #readLogs(call: Call, mostLogs: number): Answer {
    const nowMs = this.#now();
    const refused = this.desk.refuse(call, nowMs);
    if (refused !== undefined) return refused;
    const logs = this.#logs;
    const firstKeptId = firstIdAt(nowMs - this.#settings.retentionHours * HOUR_MS);
    const first = logs.positionAfter(firstKeptId);
    const mode = modeOf(call);
    if (mode === 'single') return singleLog(call, { logs, first });
    if (mode === 'search') {
      const indexedUntilMs = nowMs - this.#settings.searchDelayMs;
      return searchPage(call, { logs, first, indexedUntilMs });
    }
    return checkpointPage(call, {
      ...this.#settings,
      logs,
      first,
      firstKeptId,
      url: `http://127.0.0.1:${this.#port}`,
      maxPageLogs: Math.min(mostLogs, this.#settings.maxPageLogs),
      onServed: (count) => {
        this.ledger.logsServed += count;
      },
    });
  }

  #withRateHeaders(answer: Answer): Answer {
    const headers = {
      'x-ratelimit-limit': '10',
      'x-ratelimit-remaining': answer.status === 429 ? '0' : '9',
      'x-ratelimit-reset': String(Math.ceil(this.#now() / 1000) + 1),
    };
    return { ...answer, headers: { ...answer.headers, ...headers } };
  }

  #setLimiter(): void {
    const { rateLimit } = this.#settings;
    this.#limiter = rateLimit === null ? undefined : new RateLimiter(rateLimit, this.#now());
  }
}

/** `take` without `from` is not documented; here it reads from the oldest log. */
function modeOf({ path, query }: Call): TenantRequest['mode'] {
  if (path === TOKEN_PATH) return 'token';
  if (isSingleLog(path)) return 'single';
  if (path !== LOGS_PATH) return 'other';
  return query.has('from') || query.has('take') ? 'checkpoint' : 'search';
}

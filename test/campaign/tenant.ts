/** An Auth0 tenant as HTTP shows it, whose logs are deleted in time. */

import type { HttpAnswer, HttpRequest } from '../../src/http/http-client.ts';
import { answered, json } from './answers.ts';
import type { Chance } from './chance.ts';

export const TENANT_HOST = 'tenant.eu.auth0.com';

/** Stands in every log, so that its way can be followed; nothing that is stored may hold it. */
export const LOG_CONTENT = 'content-of-a-log';

/** Stands in every access token. */
export const TOKEN_MARK = 'token-mark';

/** A page holds so many at the most. */
export const PAGE_LOGS = 100;

export interface TenantLog {
  readonly log_id: string;
  readonly date: string;
  readonly type: string;
  readonly description: string;
  readonly takenInMs: number;
}

/** How a place that was deleted is answered. */
type ExpiredAnswer = '400' | '404' | 'empty' | 'jump';

export interface CampaignTenant {
  /** All there ever were, in the order of their ids. */
  readonly logs: readonly TenantLog[];
  addLogs(count: number): void;
  /** By place, how often the logs after it were asked for. */
  readonly pagesAsked: Map<string, number>;
  /** How often it was searched for logs. */
  searches: number;
  /** Whether a log is still there. */
  isRetained(log: TenantLog): boolean;
  /** Answers as Auth0 does when nothing is wrong. */
  answer(request: HttpRequest): HttpAnswer;
}

export interface TenantPlan {
  readonly retentionMs: number;
  /** Whether a position made from a time is answered like one that was deleted. */
  readonly refusesSyntheticIds: boolean;
}

export function createTenant(
  now: () => number,
  chance: Chance,
  { retentionMs, refusesSyntheticIds }: TenantPlan,
): CampaignTenant {
  const logs: TenantLog[] = [];
  const numbers = new Map<string, number>();
  const pagesAsked = new Map<string, number>();
  const expiredAnswer: ExpiredAnswer = chance.oneOf('400', '404', 'empty', 'jump');

  function retained(): readonly TenantLog[] {
    // They are deleted in their order.
    const first = logs.findIndex(isRetained);
    return first === -1 ? [] : logs.slice(first);
  }

  function isRetained({ takenInMs }: TenantLog): boolean {
    return takenInMs >= now() - retentionMs;
  }

  function addLogs(count: number): void {
    for (let index = 0; index < count; index += 1) {
      const sequence = String(logs.length + 1).padStart(39, '0');
      const second = new Date(now()).toISOString().replace(/\D/g, '').slice(0, 14);
      const id = `900${second}${sequence}`;
      numbers.set(id, logs.length);
      logs.push({
        log_id: id,
        // Logs come up to half a minute late, and out of order.
        date: new Date(now() - chance.between(0, 30_000)).toISOString(),
        type: chance.oneOf('s', 'fp', 'sapi'),
        description: LOG_CONTENT,
        takenInMs: now(),
      });
    }
  }

  /** The place of a log among all, `NaN` of any other id. */
  function numberOf(id = ''): number {
    return numbers.get(id) ?? Number.NaN;
  }

  function checkpointPage(url: URL): HttpAnswer {
    const from = url.searchParams.get('from') ?? '';
    const take = Number(url.searchParams.get('take'));
    pagesAsked.set(from, (pagesAsked.get(from) ?? 0) + 1);
    const kept = retained();
    const isKnown = numberOf(from) >= numberOf(kept[0]?.log_id);
    const wasKnown = numbers.has(from);
    const isRefused = !isKnown && (wasKnown || refusesSyntheticIds);
    if (isRefused && expiredAnswer !== 'jump') {
      if (expiredAnswer === 'empty') return json(200, []);
      return json(Number(expiredAnswer), { message: 'unknown' });
    }
    const next = isKnown
      ? numberOf(from) - numberOf(kept[0]?.log_id) + 1
      : kept.findIndex(({ log_id: id }) => id > from);
    const page = next === -1 ? [] : kept.slice(next, next + Math.min(take, PAGE_LOGS));
    const last = page.at(-1)?.log_id ?? from;
    const link = `<https://${TENANT_HOST}/api/v2/logs?from=${last}&take=${take}>; rel="next"`;
    return json(200, page, { link });
  }

  function search(url: URL): HttpAnswer {
    tenant.searches += 1;
    const [, from = '*', to = '*'] =
      /^date:\[(\S+) TO (\S+)\]$/.exec(url.searchParams.get('q') ?? '') ?? [];
    const direction = url.searchParams.get('sort') === 'date:1' ? 1 : -1;
    const found = retained()
      .filter(({ date }) => (from === '*' || date >= from) && (to === '*' || date <= to))
      // Of the same length, so that their order as text is that in time.
      .sort((one, other) => direction * compareTexts(one.date, other.date));
    const perPage = Number(url.searchParams.get('per_page') ?? 50);
    const start = perPage * Number(url.searchParams.get('page') ?? 0);
    return json(200, found.slice(start, start + perPage));
  }

  const tenant: CampaignTenant = {
    logs,
    pagesAsked,
    searches: 0,
    addLogs,
    isRetained,
    answer({ url: address }) {
      const url = new URL(address);
      if (url.pathname === '/oauth/token') {
        const token = `${TOKEN_MARK}.${chance.between(0, 1_000_000)}`;
        return json(200, { access_token: token, expires_in: 3_600, token_type: 'Bearer' });
      }
      if (url.pathname === '/api/v2/logs') {
        return url.searchParams.has('from') ? checkpointPage(url) : search(url);
      }
      const id = decodeURIComponent(url.pathname.split('/').at(-1) ?? '');
      const log = retained().find((candidate) => candidate.log_id === id);
      return log === undefined ? json(404, { message: 'not found' }) : json(200, log);
    },
  };
  return tenant;
}

function compareTexts(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

/** An answer in the place of a right one, as outages, proxies and limits make them. */
export function spoiltTenantAnswer(
  { url }: HttpRequest,
  right: HttpAnswer,
  nowMs: number,
  chance: Chance,
): HttpAnswer {
  const text = right.body;
  const items = text.startsWith('[') ? (JSON.parse(text) as unknown[]) : [];
  const resetAt = String(Math.ceil(nowMs / 1000) + chance.between(0, 60));
  return chance.oneOf<() => HttpAnswer>(
    () => json(500, { message: 'internal' }),
    () => answered(502, '<html>Bad Gateway</html>'),
    () => json(503, {}, { 'retry-after': String(chance.between(0, 90)) }),
    () => json(429, {}, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': resetAt }),
    () => json(429, {}),
    () => json(401, { message: 'expired' }),
    () => json(403, { message: 'insufficient scope' }),
    () => json(400, { message: 'invalid' }),
    () => json(404, { message: 'unknown' }),
    () => answered(200, '<html>Maintenance</html>'),
    () => json(200, { message: 'a dictionary' }),
    () => json(200, null),
    // An empty array is the end of the logs; a search that hides logs could not be told from a true one.
    () => json(url.includes('from=') ? 200 : 500, []),
    () => answered(200, text.slice(0, Math.floor(text.length / 2))),
    () => json(200, [...items, ...items]),
    () => json(200, [...items, { type: 's' }]),
    // A page that is right but uses up the allowance.
    () =>
      answered(right.statusCode, text, {
        'x-ratelimit-remaining': '0',
        'x-ratelimit-reset': resetAt,
      }),
  )();
}

/** A token bucket with the headers in which a tenant tells how full it is. */

export interface RateLimit {
  /** The size of the bucket. */
  readonly burst: number;
  /** How many requests come back each second. */
  readonly perSecond: number;
  /** Whether a 429 names the wait in `Retry-After` too; real tenants do not promise it. */
  readonly sendsRetryAfter?: boolean;
}

export interface RateDecision {
  readonly isAllowed: boolean;
  readonly headers: Readonly<Record<string, string>>;
}

export class RateLimiter {
  readonly #limit: RateLimit;
  #tokens: number;
  #refilledMs: number;

  constructor(limit: RateLimit, nowMs: number) {
    this.#limit = limit;
    this.#tokens = limit.burst;
    this.#refilledMs = nowMs;
  }

  /** Takes one request's share, when there is one. */
  take(nowMs: number): RateDecision {
    this.#refill(nowMs);
    const isAllowed = this.#tokens >= 1;
    if (isAllowed) this.#tokens -= 1;
    const untilNextMs =
      ((Math.floor(this.#tokens) + 1 - this.#tokens) / this.#limit.perSecond) * 1000;
    const headers: Record<string, string> = {
      'x-ratelimit-limit': String(this.#limit.burst),
      'x-ratelimit-remaining': String(Math.floor(this.#tokens)),
      'x-ratelimit-reset': String(Math.ceil((nowMs + untilNextMs) / 1000)),
    };
    if (!isAllowed && this.#limit.sendsRetryAfter === true) {
      headers['retry-after'] = String(Math.max(1, Math.ceil(untilNextMs / 1000)));
    }
    return { isAllowed, headers };
  }

  /** Other programs of the tenant use the same bucket. */
  drain(count: number): void {
    this.#tokens = Math.max(0, this.#tokens - count);
  }

  #refill(nowMs: number): void {
    const elapsedMs = Math.max(0, nowMs - this.#refilledMs);
    this.#tokens = Math.min(
      this.#limit.burst,
      this.#tokens + (elapsedMs / 1000) * this.#limit.perSecond,
    );
    this.#refilledMs = nowMs;
  }
}

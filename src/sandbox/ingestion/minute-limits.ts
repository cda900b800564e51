/** How much a data collection rule takes in one minute, and how long a client waits for the next. */

export interface MinuteRate {
  readonly requestsPerMinute: number;
  /** Counted uncompressed. */
  readonly bytesPerMinute: number;
  /** Said in place of the seconds that the minute still has. */
  readonly retryAfterSeconds?: number;
}

const MINUTE_MS = 60_000;

export class MinuteLimits {
  readonly #rate: MinuteRate;
  #minute = Number.NEGATIVE_INFINITY;
  #requests = 0;
  #bytes = 0;

  constructor(rate: MinuteRate) {
    this.#rate = rate;
  }

  /** Takes a call's share of the minute, or gives the seconds to wait when there is none left. */
  take(byteCount: number, nowMs: number): number | undefined {
    const minute = Math.floor(nowMs / MINUTE_MS);
    if (minute !== this.#minute) {
      this.#minute = minute;
      this.#requests = 0;
      this.#bytes = 0;
    }
    const isTooMuch =
      this.#requests + 1 > this.#rate.requestsPerMinute ||
      this.#bytes + byteCount > this.#rate.bytesPerMinute;
    if (isTooMuch) {
      const restMs = (minute + 1) * MINUTE_MS - nowMs;
      return this.#rate.retryAfterSeconds ?? Math.ceil(restMs / 1000);
    }
    this.#requests += 1;
    this.#bytes += byteCount;
    return undefined;
  }
}

/** What an emulated tenant has been asked and has answered. */

export interface TenantRequest {
  readonly method: string;
  readonly target: string;
  readonly status: number | 'none';
  readonly mode: 'token' | 'checkpoint' | 'search' | 'single' | 'other';
}

export interface TenantCounters {
  readonly requests: number;
  readonly byMode: Readonly<Record<string, number>>;
  readonly byStatus: Readonly<Record<string, number>>;
  readonly tokensIssued: number;
  /** Answers with 429, faults included. */
  readonly rateLimited: number;
  readonly logsServed: number;
  readonly faultsPlayed: number;
}

/** Enough for any one test; the oldest are forgotten. */
const MAX_KEPT_REQUESTS = 5000;

export class TenantLedger {
  #requests: TenantRequest[] = [];
  #count = 0;
  #byMode: Record<string, number> = {};
  #byStatus: Record<string, number> = {};
  logsServed = 0;

  note(request: TenantRequest): void {
    this.#count += 1;
    this.#byMode[request.mode] = (this.#byMode[request.mode] ?? 0) + 1;
    this.#byStatus[request.status] = (this.#byStatus[request.status] ?? 0) + 1;
    this.#requests.push(request);
    if (this.#requests.length > 2 * MAX_KEPT_REQUESTS) {
      this.#requests = this.#requests.slice(-MAX_KEPT_REQUESTS);
    }
  }

  get recent(): readonly TenantRequest[] {
    return this.#requests;
  }

  counters(tokensIssued: number, faultsPlayed: number): TenantCounters {
    return {
      requests: this.#count,
      byMode: { ...this.#byMode },
      byStatus: { ...this.#byStatus },
      tokensIssued,
      rateLimited: this.#byStatus['429'] ?? 0,
      logsServed: this.logsServed,
      faultsPlayed,
    };
  }

  reset(): void {
    this.#requests = [];
    this.#count = 0;
    this.#byMode = {};
    this.#byStatus = {};
    this.logsServed = 0;
  }
}

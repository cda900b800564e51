/** What an emulated authority has been asked and has answered. */

export interface AuthorityRequest {
  readonly method: string;
  readonly path: string;
  readonly status: number | 'none';
}

export interface AuthorityCounters {
  readonly requests: number;
  /** By the path alone, such as `/.well-known/jwks.json`. */
  readonly byPath: Readonly<Record<string, number>>;
  readonly byStatus: Readonly<Record<string, number>>;
  /** Sign-ins that ended with tokens. */
  readonly signedIn: number;
  /** Sign-ins of people who do not administer the tenant. */
  readonly denied: number;
  readonly faultsPlayed: number;
}

/** Enough for any one test; the oldest are forgotten. */
const MAX_KEPT_REQUESTS = 1000;

export class AuthorityLedger {
  #requests: AuthorityRequest[] = [];
  #count = 0;
  #byPath: Record<string, number> = {};
  #byStatus: Record<string, number> = {};
  signedIn = 0;
  denied = 0;

  note(request: AuthorityRequest, isKnownPath: boolean): void {
    const path = isKnownPath ? request.path : 'other';
    this.#count += 1;
    this.#byPath[path] = (this.#byPath[path] ?? 0) + 1;
    this.#byStatus[request.status] = (this.#byStatus[request.status] ?? 0) + 1;
    this.#requests.push(request);
    if (this.#requests.length > MAX_KEPT_REQUESTS) this.#requests.shift();
  }

  get recent(): readonly AuthorityRequest[] {
    return this.#requests;
  }

  counters(faultsPlayed: number): AuthorityCounters {
    return {
      requests: this.#count,
      byPath: { ...this.#byPath },
      byStatus: { ...this.#byStatus },
      signedIn: this.signedIn,
      denied: this.denied,
      faultsPlayed,
    };
  }

  reset(): void {
    this.#requests = [];
    this.#count = 0;
    this.#byPath = {};
    this.#byStatus = {};
    this.signedIn = 0;
    this.denied = 0;
  }
}

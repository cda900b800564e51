/** Sign-ins that somebody began and has not finished: each is taken once, and not for ever. */

import { randomBytes } from 'node:crypto';
import type { AuthorizationRequest } from './authorization-request.ts';

interface Pending {
  readonly request: AuthorizationRequest;
  readonly expiresMs: number;
}

const LIFE_MS = 10 * 60_000;
const MAX_PENDING = 1000;

export class PendingSignIns {
  readonly #pending = new Map<string, Pending>();

  /** Gives the ticket by which the chosen person comes back. */
  add(request: AuthorizationRequest, nowMs: number): string {
    const [oldest] = this.#pending.keys();
    if (this.#pending.size >= MAX_PENDING && oldest !== undefined) this.#pending.delete(oldest);
    const ticket = randomBytes(24).toString('base64url');
    this.#pending.set(ticket, { request, expiresMs: nowMs + LIFE_MS });
    return ticket;
  }

  take(ticket: string, nowMs: number): AuthorizationRequest | undefined {
    const pending = this.#pending.get(ticket);
    this.#pending.delete(ticket);
    return pending !== undefined && pending.expiresMs > nowMs ? pending.request : undefined;
  }
}

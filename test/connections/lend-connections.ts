/** Lends tests what a connection test uses, over both emulated services, and listens for secrets. */

import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { assembleConnections } from '../../src/assemble.ts';
import { type ConnectionStep, testConnections } from '../../src/connections/test-connections.ts';
import type { HttpClient, HttpRequest } from '../../src/http/http-client.ts';
import { createHttpClient } from '../../src/http/node-fetch-client.ts';
import { type Services, startServices } from '../extension.ts';
import { createFakeClock, type FakeClock } from '../fake-clock.ts';
import { settingsWith } from '../settings/valid-values.ts';

/** The time that a test of the connections gets here. */
export const BUDGET_MS = 15_000;

export interface Lent extends Services {
  readonly clock: FakeClock;
  /** The requests that were made, in order. */
  readonly sent: readonly HttpRequest[];
  /** Tests the connections with these settings changed, and makes sure that no text holds a secret. */
  tryAll(options?: TryOptions): Promise<readonly ConnectionStep[]>;
}

interface TryOptions {
  readonly secrets?: Readonly<Record<string, string>>;
  readonly budgetMs?: number;
  /** Requests to this path are given up soon, so that no test waits for what hangs. */
  readonly impatientPath?: string;
}

const SOON_MS = 100;

export async function lendConnections(
  t: TestContext,
  options: Parameters<typeof startServices>[1] = {},
): Promise<Lent> {
  const clock = createFakeClock();
  const services = await startServices(t, {
    tenant: { now: clock.now, ...options.tenant },
    workspace: { now: clock.now, ...options.workspace },
  });
  const http = createHttpClient();
  t.after(() => http.close());
  const sent: HttpRequest[] = [];
  const heardSecrets = new Set<string>();

  function listening(impatientPath: string | undefined): HttpClient {
    return {
      async send(request) {
        sent.push(request);
        noteSecrets(request.headers['authorization']);
        const isHurried = new URL(request.url).pathname === impatientPath;
        const timeoutMs = isHurried ? SOON_MS : request.timeoutMs;
        return http.send({ ...request, timeoutMs });
      },
    };
  }

  /** A bearer token, or the signature of a shared key. */
  function noteSecrets(authorization = ''): void {
    const secret = authorization.split(/[ :]/).at(-1);
    if (secret !== undefined && secret !== '') heardSecrets.add(secret);
  }

  return {
    ...services,
    clock,
    sent,
    async tryAll({ secrets = {}, budgetMs = BUDGET_MS, impatientPath } = {}) {
      const values: Readonly<Record<string, string>> = { ...services.secrets, ...secrets };
      const outside = { http: listening(impatientPath), clock, random: () => 0.5 };
      const parts = assembleConnections(settingsWith(values), outside);
      const steps = await testConnections(parts, clock.now() + budgetMs);
      assertNoSecret(steps, [
        ...heardSecrets,
        values['AUTH0_CLIENT_SECRET'] ?? '',
        values['LOGANALYTICS_WORKSPACEKEY'] ?? '',
      ]);
      return steps;
    },
  };
}

function assertNoSecret(steps: readonly ConnectionStep[], secrets: readonly string[]): void {
  const shown = JSON.stringify(steps);
  for (const secret of secrets) {
    assert.ok(secret.length > 8, 'a secret that could be found');
    assert.ok(!shown.includes(secret), 'no secret is told');
  }
}

/** The step of a kind; there must be exactly one. */
export function stepOf(
  steps: readonly ConnectionStep[],
  what: ConnectionStep['what'],
): ConnectionStep {
  const [step, ...others] = steps.filter((each) => each.what === what);
  assert.ok(step, `${what} was told of`);
  assert.deepEqual(others, []);
  return step;
}

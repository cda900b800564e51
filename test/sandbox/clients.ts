/** Plain callers of the emulated services, for the sandbox's own tests. */

import { createHmac } from 'node:crypto';
import {
  SANDBOX_CLIENT_ID,
  SANDBOX_CLIENT_SECRET,
  SANDBOX_WORKSPACE_ID,
  SANDBOX_WORKSPACE_KEY,
} from '../../src/sandbox/credentials.ts';

export interface Heard {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

export async function call(url: string, options: RequestInit = {}): Promise<Heard> {
  const answer = await fetch(url, options);
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}

export const json = ({ text }: Heard): unknown => JSON.parse(text);

/** A field of a JSON object. */
export const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;

export const grant = (url: string): Record<string, string> => ({
  grant_type: 'client_credentials',
  client_id: SANDBOX_CLIENT_ID,
  client_secret: SANDBOX_CLIENT_SECRET,
  audience: `${url}/api/v2/`,
});

export const askToken = (url: string, changes: Record<string, string> = {}): Promise<Heard> =>
  call(`${url}/oauth/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...grant(url), ...changes }),
  });

/** A reader with a token of its own: takes the query of a request for logs. */
export async function readerOf(url: string): Promise<(query: string) => Promise<Heard>> {
  const token = field(json(await askToken(url)), 'access_token');
  return (query) =>
    call(`${url}/api/v2/logs?${query}`, { headers: { authorization: `Bearer ${String(token)}` } });
}

export const idsIn = (heard: Heard): string[] => {
  const logs = json(heard);
  return Array.isArray(logs) ? logs.map((log) => String(field(log, 'log_id'))) : [];
};

/** The lowest position that there is. */
export const BEGINNING = '900'.padEnd(56, '0');

export interface PostChanges {
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly query?: string;
  readonly workspaceId?: string;
  readonly key?: string;
  /** Signed as the length in place of the true one. */
  readonly signedLength?: number;
}

/** Posts to a workspace as the service asks for it; `changes` spoil that. */
export function post(url: string, body: unknown, changes: PostChanges = {}): Promise<Heard> {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body));
  const date = changes.headers?.['x-ms-date'] ?? new Date().toUTCString();
  const length = changes.signedLength ?? bytes.length;
  const signature = createHmac(
    'sha256',
    Buffer.from(changes.key ?? SANDBOX_WORKSPACE_KEY, 'base64'),
  )
    .update(`POST\n${length}\napplication/json\nx-ms-date:${date}\n/api/logs`)
    .digest('base64');
  const headers = {
    'content-type': 'application/json',
    'log-type': 'Auth0',
    'x-ms-date': date,
    authorization: `SharedKey ${changes.workspaceId ?? SANDBOX_WORKSPACE_ID}:${signature}`,
    ...changes.headers,
  };
  const sent = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as [string, string]],
  );
  return call(`${url}/api/logs${changes.query ?? '?api-version=2016-04-01'}`, {
    method: 'POST',
    headers: sent,
    body: bytes,
  });
}

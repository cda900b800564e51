/** Asks an extension, whose URL is its client id, where it may be answered. */

import { errorText } from '../http/error-text.ts';
import { isObject, parseJson, textIn } from '../http/json-input.ts';
import { type Problem, problem } from './problem.ts';

export interface ClientConfiguration {
  readonly clientName: string;
  readonly redirectUris: readonly string[];
  readonly postLogoutRedirectUris: readonly string[];
}

export type AskedClient =
  | { readonly status: 'known'; readonly client: ClientConfiguration }
  | Problem;

const PATH = '/.well-known/oauth2-client-configuration';

const MAX_BYTES = 64 * 1024;

async function readLimited(answer: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let byteCount = 0;
  for await (const part of answer.body ?? []) {
    byteCount += part.length;
    if (byteCount > MAX_BYTES) throw new Error(`the answer has more than ${MAX_BYTES} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');

function readConfiguration(text: string): ClientConfiguration {
  const value = parseJson(text);
  if (!isObject(value)) throw new Error('the answer is not a JSON object');
  const { redirect_uris: redirectUris, post_logout_redirect_uris: afterLogout = [] } = value;
  if (!isTexts(redirectUris)) throw new Error('redirect_uris is not a list of texts');
  if (!isTexts(afterLogout)) throw new Error('post_logout_redirect_uris is not a list of texts');
  return {
    clientName: textIn(value, 'client_name') ?? 'An extension without a name',
    redirectUris,
    postLogoutRedirectUris: afterLogout,
  };
}

async function fetchConfiguration(url: string, timeoutMs: number): Promise<ClientConfiguration> {
  const signal = AbortSignal.timeout(timeoutMs);
  const answer = await fetch(url, { signal, redirect: 'manual' });
  if (answer.status !== 200) {
    await answer.body?.cancel();
    throw new Error(`the answer has status ${answer.status}`);
  }
  return readConfiguration(await readLimited(answer));
}

/** The client id has to be known to lead to this machine. */
export async function askClient(clientId: string, timeoutMs: number): Promise<AskedClient> {
  const url = `${clientId}${PATH}`;
  try {
    return { status: 'known', client: await fetchConfiguration(url, timeoutMs) };
  } catch (error) {
    return problem('invalid_request', `Unknown client: ${clientId}. ${url}: ${errorText(error)}`);
  }
}

/** How the access token for Azure Monitor is asked for: the client credentials grant of Microsoft Entra. */

import { createHash } from 'node:crypto';
import type { Clock } from '../../engine/walls.ts';
import type { HttpClient } from '../../http/http-client.ts';
import { retryAfterMs } from '../../http/retry-after.ts';
import type { Seal } from '../../seal/seal.ts';
import type { EntraApplication } from '../../settings/parse.ts';
import { readGrant } from '../../tokens/read-grant.ts';
import { type GrantOutcome, holdToken, type TokenSource } from '../../tokens/token-source.ts';
import { post } from '../post.ts';
import { readFailure } from '../read-answer.ts';
import { readEntraRefusal } from './entra-refusal.ts';

/** The name under which the sealed token stands in the state. */
const NAME = 'entra';

/** Makes the source of tokens for one application. */
export function createEntraTokens(
  application: EntraApplication,
  http: HttpClient,
  seal: Seal,
  clock: Clock,
): TokenSource {
  const request = (timeoutMs: number) => requestToken(application, http, clock, timeoutMs);
  return holdToken(NAME, request, seal, clock);
}

/** What the token depends on; sealed for this purpose, it cannot be taken for that of another application. */
export function entraTokenPurpose(application: EntraApplication): string {
  const { authority, tenantId, clientId, scope } = application;
  const parts = [authority, tenantId, clientId, scope].join(' ');
  // A key is derived for at most 1,024 bytes of purpose, and addresses may be longer.
  return `entra token ${createHash('sha256').update(parts).digest('hex')}`;
}

async function requestToken(
  { authority, tenantId, clientId, clientSecret, scope }: EntraApplication,
  http: HttpClient,
  clock: Clock,
  timeoutMs: number,
): Promise<GrantOutcome> {
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: clientSecret,
    scope,
  });
  const request = {
    url: `${authority}/${tenantId}/oauth2/v2.0/token`,
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
    body: form.toString(),
  };
  const answer = await post(http, request, timeoutMs);
  if (answer.status === 'failed') {
    return readFailure(answer, 'check AZURE_AUTHORITY_HOST and LOGANALYTICS_CLOUD');
  }
  const { host } = new URL(authority);
  const data = parseJson(answer.body);
  if (answer.statusCode >= 300) {
    const waitMs = retryAfterMs(answer, clock.now());
    return readEntraRefusal({ statusCode: answer.statusCode, data, waitMs }, host);
  }
  const token = readGrant(data, clock.now());
  if (token !== undefined) return { status: 'granted', token };
  return { status: 'retry', reason: `${host} answered a token request without a token` };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

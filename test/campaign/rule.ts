/** A data collection rule as the Logs Ingestion API shows it, and the Entra tenant that signs in for it. */

import { gunzipSync } from 'node:zlib';
import type { HttpAnswer, HttpRequest } from '../../src/http/http-client.ts';
import { answered, json, webPage } from './answers.ts';
import type { Chance } from './chance.ts';
import { type Cargo, cargoIn, freshReceiver, type Receiver, take } from './receiver.ts';
import { ingestionError, RULE_TROUBLES } from './troubles.ts';

const SIGN_IN_HOST = 'login.microsoftonline.com';
const INGESTION_HOST = 'rule.eastus-1.ingest.monitor.azure.com';

/** Stands in every token of the Entra tenant. */
export const ENTRA_TOKEN_MARK = 'entra-mark';

export const ENTRA_SECRET = 'the-entra-secret-of-a-campaign';

export const RULE_SETTINGS = {
  LOGANALYTICS_DCR_ENDPOINT: `https://${INGESTION_HOST}`,
  LOGANALYTICS_DCR_ID: 'dcr-00000000111122223333444444444444',
  LOGANALYTICS_DCR_STREAM: 'Custom-Auth0',
  AZURE_TENANT_ID: '99999999-1111-2222-3333-444444444444',
  AZURE_CLIENT_ID: '88888888-1111-2222-3333-444444444444',
  AZURE_CLIENT_SECRET: ENTRA_SECRET,
} as const;

const { LOGANALYTICS_DCR_ID, LOGANALYTICS_DCR_STREAM, AZURE_TENANT_ID, AZURE_CLIENT_ID } =
  RULE_SETTINGS;
const UPLOAD_PATH = `/dataCollectionRules/${LOGANALYTICS_DCR_ID}/streams/${LOGANALYTICS_DCR_STREAM}`;
const TOKEN_PATH = `/${AZURE_TENANT_ID}/oauth2/v2.0/token`;

const REFUSED = ingestionError(400, 'InvalidRequestContent');

export function createRule(now: () => number, chance: Chance, maxCallBytes: number): Receiver {
  /** When each token ends. */
  const tokens = new Map<string, number>();
  const lifeSeconds = chance.oneOf(3_599, 300);

  const rule: Receiver = {
    ...freshReceiver('logs-ingestion'),
    troubles: RULE_TROUBLES,
    isFor: (host) => host === SIGN_IN_HOST || host === INGESTION_HOST,
    read: (request) => (isSignIn(request) ? undefined : cargoIn(unpacked(request))),
    answer(request, cargo) {
      if (cargo === undefined) return signIn(request);
      const refusal = refusalOf(request, cargo);
      if (refusal !== undefined) return refusal;
      take(rule, cargo.ids, now());
      return answered(204, '');
    },
    spoiltAnswer: (cargo, spoiling) =>
      cargo === undefined ? spoiltSignIn(spoiling) : spoiltUpload(spoiling),
  };

  function signIn({ url, body }: HttpRequest): HttpAnswer {
    const form = new URLSearchParams(body?.toString());
    const isKnown =
      new URL(url).pathname === TOKEN_PATH &&
      form.get('client_id') === AZURE_CLIENT_ID &&
      form.get('client_secret') === ENTRA_SECRET &&
      form.get('scope') === 'https://monitor.azure.com/.default';
    if (!isKnown) return json(401, { error: 'invalid_client' });
    const token = `${ENTRA_TOKEN_MARK}.${tokens.size}`;
    tokens.set(token, now() + lifeSeconds * 1000);
    return json(200, { access_token: token, expires_in: lifeSeconds, token_type: 'Bearer' });
  }

  function refusalOf(
    { url, headers }: HttpRequest,
    { ids, byteCount }: Cargo,
  ): HttpAnswer | undefined {
    const { pathname, searchParams } = new URL(url);
    const isRight = pathname === UPLOAD_PATH && searchParams.get('api-version') === '2023-01-01';
    if (!isRight) return ingestionError(404, 'NotFound');
    const token = headers['authorization']?.replace(/^Bearer /, '') ?? '';
    if ((tokens.get(token) ?? 0) <= now()) return answered(401, '');
    if (byteCount > maxCallBytes) return ingestionError(413, 'ContentLengthLimitExceeded');
    return ids.some((id) => rule.poison.has(id)) ? REFUSED : undefined;
  }

  return rule;
}

function isSignIn({ url }: HttpRequest): boolean {
  return new URL(url).hostname === SIGN_IN_HOST;
}

function unpacked({ body = '' }: HttpRequest): Buffer {
  return gunzipSync(body);
}

function spoiltSignIn(chance: Chance): HttpAnswer {
  return chance.oneOf<() => HttpAnswer>(
    () => json(400, { error: 'temporarily_unavailable' }),
    () => json(401, { error: 'invalid_client', error_description: 'AADSTS7000215: wrong' }),
    () => json(429, {}, { 'retry-after': String(chance.between(0, 60)) }),
    () => json(503, {}),
    () => json(200, { access_token: '' }),
    () => json(200, { access_token: `${ENTRA_TOKEN_MARK}.nobody`, expires_in: 3_599 }),
    () => webPage(200),
    () => webPage(502),
  )();
}

function spoiltUpload(chance: Chance): HttpAnswer {
  return chance.oneOf<() => HttpAnswer>(
    () => REFUSED,
    () => answered(401, ''),
    () => ingestionError(403, 'OperationFailed'),
    () => ingestionError(404, 'NotFound'),
    () => json(429, {}),
    () => json(429, {}, { 'retry-after': String(chance.between(0, 60)) }),
    () => json(500, {}),
    () => json(503, {}, { 'retry-after': '1' }),
    () => webPage(200),
    () => webPage(502),
  )();
}

/** Issues the tokens of the emulated Entra tenant, and knows them again. */

import { randomBytes, randomUUID } from 'node:crypto';
import { type Answer, type Call, jsonAnswer } from '../http/answer.ts';
import { audienceOf, isSameAudience } from './clouds.ts';
import { type EntraCode, entraCodeOf, entraRefusal } from './entra-refusals.ts';
import type { IngestionSettings } from './ingestion-settings.ts';

export interface KnownToken {
  readonly audience: string;
  readonly expiresMs: number;
}

export interface TokenCounters {
  readonly requests: number;
  readonly issued: number;
  readonly byStatus: Readonly<Record<string, number>>;
  readonly byCode: Readonly<Record<string, number>>;
}

const TOKEN_PATH = /^\/([^/]+)\/oauth2\/v2\.0\/token$/;

export const isTokenPath = (path: string): boolean => TOKEN_PATH.test(path);

type Refused = readonly [EntraCode, string?];

const SCOPE = /^(\S+)\/\.default$/;

const isText = (value: string | null): value is string => value !== null && value !== '';

function readForm({ headers, body }: Call): URLSearchParams {
  const isForm = (headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded');
  return new URLSearchParams(isForm ? body.toString('utf8') : '');
}

function missingField(form: URLSearchParams): Refused | undefined {
  const missing = ['grant_type', 'client_id', 'scope'].find((name) => !isText(form.get(name)));
  return missing === undefined ? undefined : [900144, missing];
}

/** Why this client gets no token, or nothing. */
function refusedClient(form: URLSearchParams, settings: IngestionSettings): Refused | undefined {
  const clientId = form.get('client_id') ?? '';
  const secret = form.get('client_secret');
  if (clientId.toLowerCase() !== settings.clientId.toLowerCase()) return [700016, clientId];
  if (settings.applicationState === 'disabled') return [7000112, clientId];
  if (!isText(secret)) return [7000216];
  if (secret !== settings.clientSecret) return [7000215, clientId];
  return settings.applicationState === 'secret-expired' ? [7000222, clientId] : undefined;
}

/** The shape of a real one, which no client may look into; the signature is of nothing. */
function tokenText(settings: IngestionSettings, token: KnownToken, nowMs: number): string {
  const encoded = (value: object): string =>
    Buffer.from(JSON.stringify(value)).toString('base64url');
  const issuedAt = Math.floor(nowMs / 1000);
  const claims = {
    aud: token.audience,
    iss: `https://sts.windows.net/${settings.tenantId}/`,
    iat: issuedAt,
    nbf: issuedAt,
    exp: Math.floor(token.expiresMs / 1000),
    appid: settings.clientId,
    appidacr: '1',
    tid: settings.tenantId,
    uti: randomUUID(),
    ver: '1.0',
  };
  const signature = randomBytes(256).toString('base64url');
  return `${encoded({ typ: 'JWT', alg: 'RS256', kid: 'sandbox' })}.${encoded(claims)}.${signature}`;
}

export class EntraDesk {
  readonly #tokens = new Map<string, KnownToken>();
  #requests = 0;
  #issued = 0;
  #byStatus: Record<string, number> = {};
  #byCode: Record<string, number> = {};

  answerTo(call: Call, settings: IngestionSettings, nowMs: number): Answer {
    const form = readForm(call);
    const refused = this.#refusedRequest(call, form, settings) ?? refusedClient(form, settings);
    if (refused !== undefined) return entraRefusal(refused[0], nowMs, refused[1]);
    const scope = form.get('scope') ?? '';
    const [, audience] = SCOPE.exec(scope) ?? [];
    if (audience === undefined) return entraRefusal(1002012, nowMs, scope);
    const known = [audienceOf(settings.cloud), ...settings.otherAudiences];
    if (!known.some((one) => isSameAudience(one, audience))) {
      return entraRefusal(500011, nowMs, audience);
    }
    return this.#issue(settings, audience, nowMs);
  }

  /** What is known about the text of a token. */
  find(text: string): KnownToken | undefined {
    return this.#tokens.get(text);
  }

  /** From now on every token issued so far is unknown. */
  revokeAll(): void {
    this.#tokens.clear();
  }

  note(answer: Answer | undefined): void {
    const status = answer?.status ?? 'none';
    const code = entraCodeOf(answer);
    this.#requests += 1;
    this.#byStatus[status] = (this.#byStatus[status] ?? 0) + 1;
    if (code !== '') this.#byCode[code] = (this.#byCode[code] ?? 0) + 1;
  }

  counters(): TokenCounters {
    return {
      requests: this.#requests,
      issued: this.#issued,
      byStatus: { ...this.#byStatus },
      byCode: { ...this.#byCode },
    };
  }

  clearCounters(): void {
    this.#requests = 0;
    this.#issued = 0;
    this.#byStatus = {};
    this.#byCode = {};
  }

  #refusedRequest(
    call: Call,
    form: URLSearchParams,
    settings: IngestionSettings,
  ): Refused | undefined {
    const [, tenant = ''] = TOKEN_PATH.exec(call.path) ?? [];
    if (call.method !== 'POST') return [900561, call.method];
    if (tenant.toLowerCase() !== settings.tenantId.toLowerCase()) return [90002, tenant];
    const missing = missingField(form);
    if (missing !== undefined) return missing;
    const grant = form.get('grant_type') ?? '';
    return grant === 'client_credentials' ? undefined : [70003, grant];
  }

  #issue(settings: IngestionSettings, audience: string, nowMs: number): Answer {
    const { tokenLifeSeconds } = settings;
    const token = { audience, expiresMs: nowMs + tokenLifeSeconds * 1000 };
    const text = tokenText(settings, token, nowMs);
    this.#tokens.set(text, token);
    this.#issued += 1;
    return jsonAnswer(
      200,
      {
        token_type: 'Bearer',
        expires_in: tokenLifeSeconds,
        ext_expires_in: tokenLifeSeconds,
        access_token: text,
      },
      { 'cache-control': 'no-store, no-cache', pragma: 'no-cache' },
    );
  }
}

/** Issues and checks the opaque tokens of the emulated tenant. */

import { randomBytes } from 'node:crypto';
import { type Answer, type Call, jsonAnswer } from '../http/answer.ts';
import { readObject, textIn } from '../http/json-input.ts';
import { refusal, tokenRefusal } from './refusals.ts';
import type { TenantSettings } from './tenant-settings.ts';

interface IssuedToken {
  readonly expiresMs: number;
  readonly scopes: readonly string[];
}

interface TokenRequest {
  readonly grantType: string | undefined;
  readonly clientId: string | undefined;
  readonly clientSecret: string | undefined;
  readonly audience: string | undefined;
}

const READING_SCOPES = ['read:logs', 'read:logs_users'];

function readRequest(call: Call): TokenRequest {
  const isForm = (call.headers['content-type'] ?? '').includes('x-www-form-urlencoded');
  const form = new URLSearchParams(isForm ? call.body.toString('utf8') : '');
  const object = isForm ? {} : (readObject(call.body) ?? {});
  const field = (name: string): string | undefined => form.get(name) ?? textIn(object, name);
  return {
    grantType: field('grant_type'),
    clientId: field('client_id'),
    clientSecret: field('client_secret'),
    audience: field('audience'),
  };
}

/** A real tenant's audience is https; a client may insist on that or follow the sandbox's own URL. */
const audiencesOf = (port: number): string[] =>
  ['127.0.0.1', 'localhost'].flatMap((host) => [
    `http://${host}:${port}/api/v2/`,
    `https://${host}:${port}/api/v2/`,
  ]);

export class TokenDesk {
  readonly #tokens = new Map<string, IssuedToken>();
  issued = 0;

  issue(call: Call, settings: TenantSettings, port: number, nowMs: number): Answer {
    const request = readRequest(call);
    if (request.grantType !== 'client_credentials') {
      return tokenRefusal(400, 'unsupported_grant_type', 'Only client_credentials is emulated');
    }
    if (request.clientId !== settings.clientId || request.clientSecret !== settings.clientSecret) {
      return tokenRefusal(401, 'access_denied', 'Unauthorized');
    }
    if (!audiencesOf(port).includes(request.audience ?? '')) {
      return tokenRefusal(403, 'access_denied', `Service not enabled: ${request.audience ?? ''}`);
    }
    if (!settings.hasClientGrant) {
      return tokenRefusal(403, 'access_denied', 'The client has no grant for this API');
    }
    const token = randomBytes(48).toString('base64url');
    this.issued += 1;
    this.#tokens.set(token, {
      expiresMs: nowMs + settings.tokenLifeSeconds * 1000,
      scopes: settings.scope.split(' '),
    });
    return jsonAnswer(200, {
      access_token: token,
      scope: settings.scope,
      expires_in: settings.tokenLifeSeconds,
      token_type: 'Bearer',
    });
  }

  /** Why this call may not read logs, or nothing when it may. */
  refuse(call: Call, nowMs: number): Answer | undefined {
    const [, text] = /^Bearer (\S+)$/i.exec(call.headers.authorization ?? '') ?? [];
    if (text === undefined) return refusal(401, 'Missing authentication');
    const token = this.#tokens.get(text);
    if (token === undefined) return refusal(401);
    if (token.expiresMs <= nowMs) return refusal(401, 'Expired token received');
    if (!token.scopes.some((scope) => READING_SCOPES.includes(scope))) return refusal(403);
    return undefined;
  }

  /** From now on every token issued so far is refused. */
  revokeAll(): void {
    this.#tokens.clear();
  }
}

/** What may be wrong with a destination for longer than a call. */

import type { HttpAnswer, HttpRequest } from '../../src/http/http-client.ts';
import { answered, json, webPage } from './answers.ts';
import type { Fate } from './faults.ts';

export interface Trouble {
  readonly name: string;
  /** Which calls it meets; all, unless it says so. */
  readonly meets?: (request: HttpRequest) => boolean;
  /** What becomes of a call; nothing special, unless it says so. */
  readonly fate?: Fate;
  /** So long a call takes at least. */
  readonly leastLatencyMs?: number;
  /** Answered in the place of what it would have done. */
  readonly answer?: () => HttpAnswer;
}

/** Those of any service. */
export const COMMON_TROUBLES: readonly Trouble[] = [
  { name: 'unreachable', fate: 'refused' },
  { name: 'silent', fate: 'hangs' },
  { name: 'answers are lost', fate: 'lost' },
  { name: 'slow', leastLatencyMs: 6_000 },
  { name: 'a web page in its place', answer: () => webPage(200) },
  { name: 'down', answer: () => json(503, {}) },
  { name: 'rate limited', answer: () => json(429, {}, { 'retry-after': '45' }) },
  { name: 'rate limited without end', answer: () => json(429, {}, { 'retry-after': '86400' }) },
];

/** The workspace refuses whatever comes. */
export const REFUSING_WORKSPACE: Trouble = {
  name: 'refusing',
  answer: () => json(400, { Error: 'InvalidDataFormat', Message: 'cannot be read' }),
};

export const WORKSPACE_TROUBLES: readonly [Trouble, ...Trouble[]] = [
  REFUSING_WORKSPACE,
  { name: 'closed', answer: () => json(400, { Error: 'InactiveCustomer' }) },
  { name: 'another key', answer: () => json(403, { Error: 'InvalidAuthorization' }) },
  { name: 'switched off', answer: () => json(410, {}) },
  { name: 'nothing fits', answer: () => json(413, {}) },
  ...COMMON_TROUBLES,
];

/** The rule refuses whatever comes. */
export const REFUSING_RULE: Trouble = {
  name: 'refusing',
  meets: isUpload,
  answer: () => ingestionError(400, 'InvalidRequestContent'),
};

export const RULE_TROUBLES: readonly [Trouble, ...Trouble[]] = [
  REFUSING_RULE,
  { name: 'without a role', meets: isUpload, answer: () => ingestionError(403, 'OperationFailed') },
  { name: 'deleted', meets: isUpload, answer: () => ingestionError(404, 'NotFound') },
  { name: 'tokens refused', meets: isUpload, answer: () => answered(401, '') },
  {
    name: 'nothing fits',
    meets: isUpload,
    answer: () => ingestionError(413, 'ContentLengthLimitExceeded'),
  },
  { name: 'no sign-in', meets: isSignIn, fate: 'hangs' },
  {
    name: 'secret expired',
    meets: isSignIn,
    answer: () =>
      json(401, { error: 'invalid_client', error_description: 'AADSTS7000222: expired' }),
  },
  ...COMMON_TROUBLES,
];

function isSignIn({ url }: HttpRequest): boolean {
  return url.endsWith('/oauth2/v2.0/token');
}

function isUpload(request: HttpRequest): boolean {
  return !isSignIn(request);
}

/** A refusal of the Logs Ingestion API. */
export function ingestionError(statusCode: number, code: string): HttpAnswer {
  return json(statusCode, { error: { code, message: 'no' } }, { 'x-ms-error-code': code });
}

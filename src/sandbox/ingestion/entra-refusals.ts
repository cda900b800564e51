/** The words of Entra's token endpoint when it refuses. */

import { randomUUID } from 'node:crypto';
import { type Answer, jsonAnswer } from '../http/answer.ts';

/** By number: status, OAuth error, and what is said with a name put in. */
const REFUSALS = {
  900144: [
    400,
    'invalid_request',
    (name: string) => `The request body must contain the following parameter: '${name}'.`,
  ],
  900561: [
    400,
    'invalid_request',
    (method: string) => `The endpoint only accepts POST requests. Received a ${method} request.`,
  ],
  90002: [
    400,
    'invalid_request',
    (tenant: string) =>
      `Tenant '${tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant.`,
  ],
  70003: [
    400,
    'unsupported_grant_type',
    (grant: string) => `The app requested an unsupported grant type '${grant}'.`,
  ],
  700016: [
    400,
    'unauthorized_client',
    (client: string) =>
      `Application with identifier '${client}' was not found in the directory. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.`,
  ],
  7000112: [400, 'unauthorized_client', (client: string) => `Application '${client}' is disabled.`],
  7000216: [
    401,
    'invalid_client',
    () =>
      "'client_assertion', 'client_secret' or 'request' is required for the 'client_credentials' grant type.",
  ],
  7000215: [
    401,
    'invalid_client',
    (client: string) =>
      `Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${client}'.`,
  ],
  7000222: [
    401,
    'invalid_client',
    (client: string) =>
      `The provided client secret keys for app '${client}' are expired. Visit the Azure portal to create new keys for your app, or consider using certificate credentials for added security.`,
  ],
  1002012: [
    400,
    'invalid_scope',
    (scope: string) =>
      `The provided value for scope ${scope} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).`,
  ],
  500011: [
    400,
    'invalid_resource',
    (resource: string) =>
      `The resource principal named ${resource} was not found in the tenant. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You might have sent your authentication request to the wrong tenant.`,
  ],
  90033: [
    503,
    'temporarily_unavailable',
    () => 'A transient error has occurred. Please try again.',
  ],
} as const satisfies Readonly<Record<number, readonly [number, string, (name: string) => string]>>;

export type EntraCode = keyof typeof REFUSALS;

export function entraRefusal(code: EntraCode, nowMs: number, name = ''): Answer {
  const [status, error, describe] = REFUSALS[code];
  const timestamp = `${new Date(nowMs).toISOString().slice(0, 19).replace('T', ' ')}Z`;
  const traceId = randomUUID();
  const correlationId = randomUUID();
  return jsonAnswer(status, {
    error,
    error_description: `AADSTS${code}: ${describe(name)} Trace ID: ${traceId} Correlation ID: ${correlationId} Timestamp: ${timestamp}`,
    error_codes: [code],
    timestamp,
    trace_id: traceId,
    correlation_id: correlationId,
    error_uri: `https://login.microsoftonline.com/error?code=${code}`,
  });
}

/** For planned faults, which name a status only. */
export function entraRefusalOfStatus(status: number, nowMs: number): Answer {
  const usual: Readonly<Record<number, EntraCode>> = { 400: 900144, 401: 7000215 };
  return { ...entraRefusal(usual[status] ?? 90033, nowMs, 'scope'), status };
}

/** The number in an answer, as it is counted; empty when there is none. */
export const entraCodeOf = (answer: Answer | undefined): string =>
  /AADSTS\d+/.exec(String(answer?.body ?? ''))?.[0] ?? '';

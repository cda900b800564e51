/** What a failed request for an Entra token means. */

import type { MisconfiguredOutcome, RetryOutcome } from '../../engine/walls.ts';

export interface EntraRefusal {
  readonly statusCode: number;
  /** The body as JSON; `undefined` when it was none. */
  readonly data: unknown;
  readonly waitMs: number | undefined;
}

const WRONG_TENANT =
  'There is no such tenant in this cloud: check AZURE_TENANT_ID, and that LOGANALYTICS_CLOUD is its cloud.';
const WRONG_APPLICATION =
  'The application AZURE_CLIENT_ID is not in the tenant AZURE_TENANT_ID: check both.';
const WRONG_SECRET =
  'AZURE_CLIENT_SECRET is not a secret of the application: enter the value of one, not its id.';

/** What to do, by the number of the error; documented under "Microsoft Entra authentication error codes". */
const ADVICE: ReadonlyMap<string, string> = new Map([
  ['AADSTS90002', WRONG_TENANT],
  ['AADSTS900023', WRONG_TENANT],
  [
    'AADSTS500011',
    'Azure Monitor is not known there: LOGANALYTICS_CLOUD must be the cloud of the tenant.',
  ],
  ['AADSTS700016', WRONG_APPLICATION],
  [
    'AADSTS7000112',
    'The application AZURE_CLIENT_ID is disabled: enable sign-in for it in Microsoft Entra.',
  ],
  ['AADSTS7000215', WRONG_SECRET],
  ['AADSTS7000216', WRONG_SECRET],
  [
    'AADSTS7000222',
    'AZURE_CLIENT_SECRET has expired: make a new secret for the application, and enter it.',
  ],
  ['AADSTS53003', 'A Conditional Access policy keeps the application out: exempt it.'],
]);

/** For errors without a number that is known here. */
const ADVICE_BY_ERROR: ReadonlyMap<string, string> = new Map([
  [
    'invalid_client',
    'AZURE_CLIENT_SECRET is wrong or has expired, or AZURE_CLIENT_ID is not its application.',
  ],
  ['unauthorized_client', WRONG_APPLICATION],
]);

const GENERAL_ADVICE =
  'Check AZURE_TENANT_ID, AZURE_CLIENT_ID, AZURE_CLIENT_SECRET, AZURE_AUTHORITY_HOST and LOGANALYTICS_CLOUD.';

/** Decides whether a refused request is worth another try, and says what to fix if not. */
export function readEntraRefusal(
  { statusCode, data, waitMs }: EntraRefusal,
  host: string,
): RetryOutcome | MisconfiguredOutcome {
  const { error, number } = readError(data);
  const came = `${host} answered ${statusCode}${number === '' ? '' : ` ${number}`} to the request for a token`;
  const isRateLimited = statusCode === 429;
  if (isRateLimited || isPassing(statusCode, error)) {
    const wait = waitMs === undefined ? {} : { waitMs };
    return { status: 'retry', reason: came, isRateLimited, ...wait };
  }
  return { status: 'misconfigured', problem: `${came}. ${adviceFor(statusCode, error, number)}` };
}

function isPassing(statusCode: number, error: string): boolean {
  return statusCode === 408 || statusCode >= 500 || error === 'temporarily_unavailable';
}

function adviceFor(statusCode: number, error: string, number: string): string {
  if (statusCode < 400) return 'AZURE_AUTHORITY_HOST leads to another address: enter that one.';
  return ADVICE.get(number) ?? ADVICE_BY_ERROR.get(error) ?? GENERAL_ADVICE;
}

interface EntraError {
  /** The word of OAuth; empty when it is none. */
  readonly error: string;
  /** Such as `AADSTS700016`; empty when there is none. */
  readonly number: string;
}

/** The description names the application and the tenant, so only the number in it is read. */
function readError(data: unknown): EntraError {
  const { error, error_description: description } = (data ?? {}) as Readonly<
    Record<string, unknown>
  >;
  const number = /^AADSTS\d{4,8}\b/.exec(typeof description === 'string' ? description : '');
  return {
    error: typeof error === 'string' && /^[a-z_]{1,40}$/.test(error) ? error : '',
    number: number?.[0] ?? '',
  };
}

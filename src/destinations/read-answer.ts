/** What an answer says in the same way for every destination: accepted, try again, or nobody can help but a person. */

import type { DeliveryOutcome, MisconfiguredOutcome, RetryOutcome } from '../engine/walls.ts';
import type { HttpAnswer, HttpFailure } from '../http/http-client.ts';
import { retryAfterMs } from '../http/retry-after.ts';

/** What came, for a person. `code`: the service's own, empty when it gave none. */
export function whatCame({ statusCode }: HttpAnswer, code: string): string {
  return `Azure answered ${statusCode}${code === '' ? '' : ` ${code}`}`;
}

/** Acceptance, or trouble that passes; `undefined` for what each service means in its own way. */
export function readCommonAnswer(
  answer: HttpAnswer,
  came: string,
  nowMs: number,
): DeliveryOutcome | undefined {
  const { statusCode } = answer;
  if (statusCode >= 200 && statusCode < 300) return readAcceptance(answer);
  if (statusCode !== 408 && statusCode !== 429 && statusCode < 500) return undefined;
  const waitMs = retryAfterMs(answer, nowMs);
  return {
    status: 'retry',
    reason: came,
    isRateLimited: statusCode === 429,
    ...(waitMs === undefined ? {} : { waitMs }),
  };
}

/** The services accept with an empty body; a web page is a sign that the batch never reached them. */
function readAcceptance(answer: HttpAnswer): DeliveryOutcome {
  if (!isWebPage(answer)) return { status: 'accepted' };
  const reason = `something other than Azure answered ${answer.statusCode} with a web page`;
  return { status: 'retry', reason };
}

/** The services themselves answer with JSON or nothing. */
export function isWebPage({ body, header }: HttpAnswer): boolean {
  return /^\s*</.test(body) || (body !== '' && /html/i.test(header('content-type') ?? ''));
}

/** An exchange that came to no answer. Whether the batch arrived is then not known. */
export function readFailure({ reason }: HttpFailure, adviceForUnknownHost: string): RetryOutcome {
  const isUnknownHost = /ENOTFOUND|EAI_AGAIN/.test(reason);
  return { status: 'retry', reason: isUnknownHost ? `${reason}; ${adviceForUnknownHost}` : reason };
}

/** Nothing goes on until a person follows the advice. */
export function misconfigured(came: string, advice: string): MisconfiguredOutcome {
  const problem = `${came}. ${advice} Nothing was lost: the export goes on where it stopped.`;
  return { status: 'misconfigured', problem };
}

/** The known codes are single words; anything else may hold anything, and is not repeated. */
export function codeWord(code: unknown): string {
  return typeof code === 'string' && /^[A-Za-z]{1,40}$/.test(code) ? code : '';
}

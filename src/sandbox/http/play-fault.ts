/** Turns a fault and, where it needs one, the real answer into what happens on the wire. */

import { type Answer, htmlAnswer, jsonAnswer, type Reply } from './answer.ts';
import type { Fault } from './fault-plan.ts';
import { sleep } from './sleep.ts';

const GATEWAY_PAGE =
  '<html><head><title>Bad gateway</title></head><body><h1>The gateway had trouble</h1></body></html>';

const DEFAULT_DELAY_MS = 1000;

function withExtras(answer: Answer, fault: Fault): Reply {
  const headers =
    fault.retryAfterSeconds === undefined
      ? answer.headers
      : { ...answer.headers, 'retry-after': String(fault.retryAfterSeconds) };
  return { kind: 'send', answer: { ...answer, headers, body: fault.body ?? answer.body } };
}

const half = (answer: Answer): Answer => {
  const body = Buffer.from(answer.body);
  return { ...answer, body: body.subarray(0, Math.max(1, Math.floor(body.length / 2))) };
};

/**
 * `carryOut` does what was asked and gives the real answer; `describe` words an error status as the
 * service does.
 */
export async function playFault(
  fault: Fault,
  carryOut: () => Promise<Answer>,
  describe: (status: number) => Answer,
): Promise<Reply> {
  switch (fault.kind) {
    case 'status':
      return withExtras(describe(fault.status ?? 500), fault);
    case 'html':
      return withExtras(htmlAnswer(fault.status ?? 200, GATEWAY_PAGE), fault);
    case 'json-object':
      return withExtras(jsonAnswer(fault.status ?? 200, { message: 'not what was asked' }), fault);
    case 'null':
      return withExtras(jsonAnswer(fault.status ?? 200, null), fault);
    case 'garbage':
      return withExtras({ ...jsonAnswer(fault.status ?? 200, ''), body: '[{]' }, fault);
    case 'reset':
      return { kind: 'reset' };
    case 'hang':
      return { kind: 'hang' };
    case 'slow':
      await sleep(fault.delayMs ?? DEFAULT_DELAY_MS);
      return withExtras(await carryOut(), fault);
    case 'truncated-json':
      return withExtras(half(await carryOut()), fault);
    case 'cut-answer':
      return { kind: 'send-half', answer: await carryOut() };
    case 'accept-then-reset':
      await carryOut();
      return { kind: 'reset' };
    case 'accept-then-hang':
      await carryOut();
      return { kind: 'hang' };
    case 'short-page':
      return { kind: 'send', answer: await carryOut() };
    default:
      return fault.kind satisfies never;
  }
}

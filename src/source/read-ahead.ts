/** Asks for the next page as soon as the head of this one names it: a wrapper around a logs client. */

import { inTime } from '../engine/in-time.ts';
import { type Clock, DESTINATION_KINDS } from '../engine/walls.ts';
import type { HttpHead } from '../http/http-client.ts';
import type { LogsClient, LogsReadOutcome } from './logs-client.ts';
import { linkedUrl, MAX_TAKE } from './logs-request.ts';
import { pauseAfterMs } from './rate-limit.ts';

const TIMED_OUT: LogsReadOutcome = { status: 'retry', reason: 'Auth0 did not answer in time' };

interface Reading {
  readonly url: string;
  readonly outcome: ReturnType<LogsClient['read']>;
  /** The head of its answer, once that has come. */
  head?: HttpHead;
  /** Somebody waits for it, and the page before it was full; before that, nothing is asked for beyond it. */
  mayReadOn: boolean;
}

/** As many as there are readers that may have come to different places. */
const MAX_AHEAD = DESTINATION_KINDS.length;

/**
 * Reads one page ahead of each reader. Receiving and parsing a page takes time in which the next one
 * can already travel. It is asked for only after a full page, so that an idle run makes one request,
 * and a reading that nobody asks for afterwards is forgotten: whoever reads decides what comes next.
 */
export function readingAhead(client: LogsClient, origin: string, clock: Clock): LogsClient {
  /** By address, in the order of their beginning. */
  const ahead = new Map<string, Reading>();
  /** The addresses that full pages gave for the page after them. */
  const afterFullPages = new Set<string>();

  function begin(url: string, maxResponseBytes: number, timeoutMs: number): Reading {
    const onHead = (head: HttpHead): void => {
      reading.head = head;
      readOn(reading, maxResponseBytes, timeoutMs);
    };
    const outcome = client.read(url, maxResponseBytes, timeoutMs, onHead);
    const reading: Reading = { url, outcome, mayReadOn: false };
    return reading;
  }

  function readOn(reading: Reading, maxResponseBytes: number, timeoutMs: number): void {
    const { url, head, mayReadOn } = reading;
    if (!mayReadOn || head === undefined || head.statusCode !== 200) return;
    // What uses up the allowance has to wait, and only the one who reads knows for how long.
    if (pauseAfterMs(head, clock.now()) !== undefined) return;
    const next = addressAfter(head);
    if (next === undefined || next === url || ahead.has(next)) return;
    ahead.set(next, begin(next, maxResponseBytes, timeoutMs));
    for (const oldest of [...ahead.keys()].slice(0, -MAX_AHEAD)) ahead.delete(oldest);
  }

  function addressAfter(head: HttpHead): string | undefined {
    return linkedUrl(head.header('link'), origin, MAX_TAKE)?.href;
  }

  return {
    ...client,
    async read(url, maxResponseBytes, timeoutMs) {
      const reading = ahead.get(url) ?? begin(url, maxResponseBytes, timeoutMs);
      ahead.delete(url);
      reading.mayReadOn = afterFullPages.delete(url);
      readOn(reading, maxResponseBytes, timeoutMs);
      const untilMs = clock.now() + timeoutMs;
      const outcome = await inTime(reading.outcome, untilMs, () => TIMED_OUT, clock);
      if (outcome.status === 'logs' && outcome.logs.length >= MAX_TAKE) {
        const next = addressAfter(reading.head ?? outcome.answer);
        if (next !== undefined) afterFullPages.add(next);
      }
      return outcome;
    },
  };
}

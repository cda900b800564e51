/** Asks for the next page as soon as the head of this one names it: a wrapper around a logs client. */

import type { Clock } from '../engine/walls.ts';
import type { HttpHead } from '../http/http-client.ts';
import type { LogsClient } from './logs-client.ts';
import { linkedUrl, MAX_TAKE } from './logs-request.ts';
import { pauseAfterMs } from './rate-limit.ts';

interface Reading {
  readonly url: string;
  readonly outcome: ReturnType<LogsClient['read']>;
  /** The head of its answer, once that has come. */
  head?: HttpHead;
  /** Somebody waits for it; before that, nothing is asked for beyond it. */
  isWanted: boolean;
}

/**
 * Reads one page ahead. Receiving and parsing a page takes time in which the next one can already
 * travel. It is asked for only after a full page, so that an idle run makes one request, and a
 * reading that nobody asks for afterwards is forgotten: whoever reads decides what comes next.
 */
export function readingAhead(client: LogsClient, origin: string, clock: Clock): LogsClient {
  let ahead: Reading | undefined;
  let wasFull = false;

  function begin(url: string, maxResponseBytes: number, timeoutMs: number): Reading {
    const onHead = (head: HttpHead): void => {
      reading.head = head;
      if (reading.isWanted) readOn(reading, maxResponseBytes, timeoutMs);
    };
    const outcome = client.read(url, maxResponseBytes, timeoutMs, onHead);
    const reading: Reading = { url, outcome, isWanted: false };
    return reading;
  }

  function readOn({ url, head }: Reading, maxResponseBytes: number, timeoutMs: number): void {
    if (head === undefined || head.statusCode !== 200 || !wasFull) return;
    // What uses up the allowance has to wait, and only the one who reads knows for how long.
    if (pauseAfterMs(head, clock.now()) !== undefined) return;
    const next = linkedUrl(head.header('link'), origin, MAX_TAKE)?.href;
    if (next !== undefined && next !== url) ahead = begin(next, maxResponseBytes, timeoutMs);
  }

  return {
    ...client,
    async read(url, maxResponseBytes, timeoutMs) {
      const reading = ahead?.url === url ? ahead : begin(url, maxResponseBytes, timeoutMs);
      ahead = undefined;
      reading.isWanted = true;
      readOn(reading, maxResponseBytes, timeoutMs);
      const outcome = await reading.outcome;
      wasFull = outcome.status === 'logs' && outcome.logs.length >= MAX_TAKE;
      return outcome;
    },
  };
}

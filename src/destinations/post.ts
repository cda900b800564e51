/** Posts to a service of Azure, and keeps of a refusal what can be kept. */

import type { HttpClient, HttpHead, HttpOutcome, HttpRequest } from '../http/http-client.ts';

/** Acceptance has an empty body, a refusal a sentence, a token a few thousand bytes. */
const MAX_ANSWER_BYTES = 100_000;

export type PostRequest = Pick<HttpRequest, 'url' | 'headers'> & {
  readonly body: Buffer | string;
};

/**
 * Sends one request. Of a refusal whose body is too long, is cut or stalls, the head is the answer:
 * a batch that is too large must not be sent again for ever. What a 400 means stands in its body, and
 * a 200 may be a web page, so these two are taken for no answer.
 */
export async function post(
  http: HttpClient,
  request: PostRequest,
  timeoutMs: number,
): Promise<HttpOutcome> {
  let head: HttpHead | undefined;
  const outcome = await http.send({
    method: 'POST',
    ...request,
    timeoutMs,
    maxResponseBytes: MAX_ANSWER_BYTES,
    onHead: (came) => {
      head = came;
    },
  });
  if (outcome.status === 'answered' || !isEnough(head)) return outcome;
  return { status: 'answered', ...head, body: '' };
}

function isEnough(head: HttpHead | undefined): head is HttpHead {
  return head !== undefined && head.statusCode >= 300 && head.statusCode !== 400;
}

/** The wall to the network: one request in, one outcome out. */

export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer | string;
  /** For the whole exchange, the body of the answer included. */
  readonly timeoutMs: number;
  /** A longer answer is given up; counted after decompression. */
  readonly maxResponseBytes: number;
  /** Called when the head of an answer has come, before its body. */
  readonly onHead?: (head: HttpHead) => void;
}

export interface HttpHead {
  readonly statusCode: number;
  /** The value of one header, or `undefined`; the name in any case. */
  header(name: string): string | undefined;
}

export interface HttpAnswer extends HttpHead {
  readonly status: 'answered';
  readonly body: string;
}

export interface HttpFailure {
  readonly status: 'failed';
  readonly cause: 'timeout' | 'network' | 'too-large';
  /** What happened, in words that hold no secret: never a path, a query or a header. */
  readonly reason: string;
}

export type HttpOutcome = HttpAnswer | HttpFailure;

export interface HttpClient {
  /** Never rejects. Redirects are not followed, because they would carry credentials to another place. */
  send(request: HttpRequest): Promise<HttpOutcome>;
}

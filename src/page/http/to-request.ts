/** A request of the platform as a web request: with its path below the extension, and its body whoever has read that. */

import type { IncomingMessage } from 'node:http';

/** A form of the page has some hundred bytes; the longest one names 500 dead letters, the tokens of a sign-in have 5 KB. */
const MAX_BODY_BYTES = 128_000;

/** All that the page reads of a request. The others stay behind: the platform puts all secrets into one of them. */
const HEADERS = ['authorization', 'content-type', 'cookie', 'origin', 'sec-fetch-site'] as const;

const METHODS_WITH_BODY = ['POST', 'PUT'];
const METHODS = ['GET', 'HEAD', ...METHODS_WITH_BODY];

/** Stands where the address of the extension would, which no request can be trusted to know. */
const NOWHERE = 'http://extension.invalid';

/** What the platform hands over when it has read the body itself, which any caller can make it do. */
export interface ParsedBody {
  readonly body?: unknown;
  readonly body_raw?: unknown;
}

export type ToRequestOutcome =
  | { readonly status: 'request'; readonly request: Request }
  | { readonly status: 'refused'; readonly statusCode: 400 | 405 | 413 };

/** Makes the web request for a path below the extension, with its query. */
export async function toRequest(
  req: IncomingMessage,
  pathAndQuery: string,
  parsed: ParsedBody,
): Promise<ToRequestOutcome> {
  const method = req.method ?? '';
  if (!METHODS.includes(method)) return { status: 'refused', statusCode: 405 };
  const body = METHODS_WITH_BODY.includes(method) ? await bodyOf(req, parsed) : undefined;
  if (body === 'too-large') return { status: 'refused', statusCode: 413 };
  const headers = new Headers();
  for (const name of HEADERS) {
    const value = req.headers[name];
    if (typeof value === 'string') headers.set(name, value);
  }
  try {
    const init = { method, headers, ...(body === undefined ? {} : { body }) };
    return { status: 'request', request: new Request(NOWHERE + pathAndQuery, init) };
  } catch {
    return { status: 'refused', statusCode: 400 };
  }
}

async function bodyOf(req: IncomingMessage, parsed: ParsedBody): Promise<Buffer | 'too-large'> {
  const given = parsed.body_raw ?? parsed.body;
  if (given === undefined) return readBody(req);
  req.resume();
  const bytes = Buffer.from(typeof given === 'string' ? given : formOf(given));
  return bytes.length > MAX_BODY_BYTES ? 'too-large' : bytes;
}

/** A body that was parsed and is not there as it came. */
function formOf(parsed: unknown): string {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(Object(parsed))) {
    for (const one of Array.isArray(value) ? value : [value]) form.append(name, String(one));
  }
  return form.toString();
}

async function readBody(req: IncomingMessage): Promise<Buffer | 'too-large'> {
  const chunks: Buffer[] = [];
  let byteCount = 0;
  for await (const chunk of req) {
    const bytes = Buffer.from(chunk);
    byteCount += bytes.length;
    if (byteCount > MAX_BODY_BYTES) {
      req.resume();
      return 'too-large';
    }
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

/** The front door of the extension: translates between the webtask platform, the engine and the page. */

import type { IncomingMessage, ServerResponse } from 'node:http';
import { fromExpress } from 'webtask-tools';
import { runExport, runWithProblems, type ToldRun } from './assemble.ts';
import { answerByPage } from './assemble-page.ts';
import { describeReport } from './engine/describe-report.ts';
import type { RunResult } from './engine/run.ts';
import type { StateStore } from './engine/walls.ts';
import { prefixOf } from './page/http/prefix.ts';
import { type ParsedBody, toRequest } from './page/http/to-request.ts';
import { parseSettings } from './settings/parse.ts';
import { createWebtaskStore, type WebtaskStorage } from './state/webtask-store.ts';

/** What the platform hands over with each request. Only the secrets are settings: the rest can be set by a caller. */
export interface WebtaskContext extends ParsedBody {
  readonly secrets?: Readonly<Record<string, unknown>>;
  readonly storage: WebtaskStorage;
}

/** The path below the extension is in `url`, the one that was asked for in `originalUrl`. */
type RoutedRequest = IncomingMessage & { readonly originalUrl?: string };

/** Answers one request. The platform demands a function of exactly three parameters. */
export function webtask(context: WebtaskContext, req: IncomingMessage, res: ServerResponse): void {
  const route = fromExpress((routedReq) => {
    answer(context, routedReq, res).catch(() => fail(res));
  });
  try {
    route(context, req, res);
  } catch {
    fail(res);
  }
}

async function answer(
  context: WebtaskContext,
  req: RoutedRequest,
  res: ServerResponse,
): Promise<void> {
  const { secrets = {}, storage } = context;
  const store = createWebtaskStore(storage);
  const url = req.url ?? '/';
  const path = pathOf(url);
  if (path === '/' && req.method === 'POST') {
    // Nothing is taken from a body: anyone can send one. It is drained, parsed or not.
    req.resume();
    const result = await runOnce(secrets, store);
    return reply(res, isFailure(result) ? 500 : 200, outcomeWord(result));
  }
  const prefix = prefixOf(pathOf(req.originalUrl ?? url), path);
  if (prefix === undefined) return refuse(req, res, 404);
  const received = await toRequest(req, url, context);
  if (received.status === 'refused') return refuse(req, res, received.statusCode);
  await answerByPage(secrets, store, prefix, received.request, res);
}

function pathOf(url: string): string {
  return url.split('?', 1)[0] ?? '/';
}

async function runOnce(
  secrets: Readonly<Record<string, unknown>>,
  store: StateStore,
): Promise<ToldRun> {
  const start = { trigger: 'schedule' } as const;
  const parsed = parseSettings(secrets);
  const result: ToldRun = parsed.ok
    ? await runExport(parsed.settings, store, start)
    : await runWithProblems(parsed.problems, store, start);
  if (result.status === 'ran') log(describeReport(result.report));
  for (const problem of result.healthProblems ?? []) log(`  Note: ${problem}`);
  return result;
}

/** All that the scheduler is told, because anyone can call in its place. */
function outcomeWord(result: RunResult): string {
  return result.status === 'ran' ? result.report.outcome : result.status;
}

/** The scheduler lists a call as failed by its status. */
function isFailure(result: RunResult): boolean {
  if (result.status !== 'ran') return false;
  return result.report.outcome === 'stopped' || result.report.outcome === 'misconfigured';
}

const REFUSALS = {
  400: 'bad request\n',
  404: 'not found\n',
  405: 'method not allowed\n',
  413: 'too large\n',
} as const;

function refuse(
  req: IncomingMessage,
  res: ServerResponse,
  statusCode: keyof typeof REFUSALS,
): void {
  req.resume();
  reply(res, statusCode, REFUSALS[statusCode]);
}

/** A word is nothing to keep, to frame or to take for a page. */
const WORD_HEADERS = {
  'content-type': 'text/plain; charset=utf-8',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'same-origin',
} as const;

function reply(res: ServerResponse, statusCode: number, text: string): void {
  res.statusCode = statusCode;
  for (const [name, value] of Object.entries(WORD_HEADERS)) res.setHeader(name, value);
  res.end(text);
}

/** The message of an error may hold what a secret holds, so it is not told. */
function fail(res: ServerResponse): void {
  if (res.headersSent) res.destroy();
  else reply(res, 500, 'internal error\n');
}

function log(text: string): void {
  // biome-ignore lint/suspicious/noConsole: the platform collects what is written to the console.
  console.log(text);
}

/** The front door of the extension: translates between the webtask platform and the engine. */

import type { IncomingMessage, ServerResponse } from 'node:http';
import { fromExpress } from 'webtask-tools';
import { runExport, runWithProblems } from './assemble.ts';
import { describeReport } from './engine/describe-report.ts';
import type { RunResult } from './engine/run.ts';
import { parseSettings } from './settings/parse.ts';
import { createWebtaskStore, type WebtaskStorage } from './state/webtask-store.ts';

/** What the platform hands over with each request. Only the secrets are settings: the rest can be set by a caller. */
export interface WebtaskContext {
  readonly secrets?: Readonly<Record<string, unknown>>;
  readonly storage: WebtaskStorage;
}

const ABOUT =
  'Auth0 Logs to Azure Log Analytics is installed. It exports the logs of this tenant on a schedule.\n';

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
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  // Nothing is taken from a body: anyone can send one. It is drained, parsed or not.
  req.resume();
  const path = req.url?.split('?', 1)[0];
  if (path !== '/') return reply(res, 404, 'not found\n');
  if (req.method === 'GET' || req.method === 'HEAD') return reply(res, 200, ABOUT);
  if (req.method !== 'POST') return reply(res, 405, 'method not allowed\n');
  const result = await runOnce(context);
  reply(res, isFailure(result) ? 500 : 200, outcomeWord(result));
}

async function runOnce({ secrets, storage }: WebtaskContext): Promise<RunResult> {
  const store = createWebtaskStore(storage);
  const parsed = parseSettings(secrets ?? {});
  const result = parsed.ok
    ? await runExport(parsed.settings, store, 'schedule')
    : await runWithProblems(parsed.problems, store, 'schedule');
  if (result.status === 'ran') log(describeReport(result.report));
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

function reply(res: ServerResponse, statusCode: number, text: string): void {
  res.statusCode = statusCode;
  res.setHeader('content-type', 'text/plain; charset=utf-8');
  res.setHeader('x-content-type-options', 'nosniff');
  res.setHeader('cache-control', 'no-store');
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

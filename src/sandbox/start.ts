/**
 * `npm start`: an emulated tenant and workspace, the built extension between them, and a scheduler
 * that calls it every few seconds. Prints what arrives, in plain words, until Ctrl-C, and leaves nothing
 * behind. With LOGANALYTICS_DESTINATION in the environment it sends by the Logs Ingestion API, or by both.
 */

import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { choiceIn, countArrived, describeArrivals } from './arrivals-by-table.ts';
import {
  SANDBOX_CLIENT_ID,
  SANDBOX_CLIENT_SECRET,
  SANDBOX_WORKSPACE_ID,
  SANDBOX_WORKSPACE_KEY,
} from './credentials.ts';
import { shown } from './describe-arrival.ts';
import { errorText } from './http/error-text.ts';
import { ingestionSecretsFor, SANDBOX_RUN_STREAM } from './ingestion-secrets.ts';
import { interruption } from './interrupt.ts';
import { writeLine, writeProblem } from './output.ts';
import { type SpawnedHost, spawnHost } from './spawn-host.ts';
import { type SpawnedSandbox, spawnSandbox } from './spawn-sandbox.ts';

const BACKLOG = 12_000;
const LOGS_PER_SECOND = 3;
const SECONDS_BETWEEN_CALLS = 5;
/** About what a page and a post take over the internet. */
const LATENCY_MS = 50;

/** Opens the page of the emulated extension only. */
const PAGE_PASSWORD = 'only-for-the-sandbox';

/** A record as the platform's scheduler sends it; the extension takes nothing from it. */
const CRON_JOB = JSON.stringify({ schedule: '0 */5 * * * *', state: 'active' });

const choice = choiceIn(process.env);

const interrupted = interruption();

interface Arrivals {
  readonly total: number;
  readonly seconds: number;
  readonly outcome: string;
}

async function callOnce(host: SpawnedHost, sandbox: SpawnedSandbox): Promise<Arrivals> {
  const startedAtMs = performance.now();
  const answer = await fetch(host.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: CRON_JOB,
    signal: interrupted,
  });
  const outcome = await answer.text();
  const seconds = (performance.now() - startedAtMs) / 1000;
  return { total: await countArrived(sandbox, choice), seconds, outcome };
}

function describe(run: number, before: number, now: Arrivals): string {
  const time = new Date().toTimeString().slice(0, 8);
  const count = now.total - before;
  const rate = count > 100 ? `, ${shown(Math.round(count / now.seconds))} a second` : '';
  const logs = count === 1 ? '1 log' : `${shown(count)} logs`;
  return `${time}  run ${run}: ${now.outcome}; ${logs} arrived in ${now.seconds.toFixed(1)} s${rate}`;
}

/** Ends by what the interruption throws, or when the host does not answer. */
async function playScheduler(host: SpawnedHost, sandbox: SpawnedSandbox): Promise<never> {
  let total = 0;
  for (let run = 1; ; run += 1) {
    const shownBefore = host.output().stdout.length;
    const arrivals = await callOnce(host, sandbox);
    writeLine(describe(run, total, arrivals));
    total = arrivals.total;
    const isReportShown = run === 1 || arrivals.outcome !== 'caught-up';
    if (isReportShown) writeLine(indent(host.output().stdout.slice(shownBefore)));
    if (run === 1) await showComparison(sandbox);
    await wait(SECONDS_BETWEEN_CALLS * 1000, undefined, { signal: interrupted });
  }
}

async function showComparison(sandbox: SpawnedSandbox): Promise<void> {
  for (const arrival of await describeArrivals(sandbox, choice)) {
    writeLine(`          of the backlog, ${arrival}`);
  }
  await sandbox.tenant.startTrickle(LOGS_PER_SECOND);
  writeLine(`          from now on the tenant makes ${LOGS_PER_SECOND} logs a second`);
}

function indent(text: string): string {
  return text.trimEnd().replace(/^/gm, '          ');
}

const startSandbox = (): Promise<SpawnedSandbox> =>
  spawnSandbox({
    tenant: { backlog: BACKLOG, latencyMs: LATENCY_MS },
    // To a browser, another name is another site, as it is in Auth0.
    authority: { hostName: 'localhost' },
    workspace: { latencyMs: 2 * LATENCY_MS, keepRows: 5_000 },
    ingestion: {
      latencyMs: 2 * LATENCY_MS,
      keepRows: 5_000,
      timeProperty: 'date',
      otherStreams: [SANDBOX_RUN_STREAM],
    },
  });

const startHost = (sandbox: SpawnedSandbox): Promise<SpawnedHost> =>
  spawnHost({
    bundlePath: join(resolve(__dirname, '../..'), 'build/bundle.js'),
    bodyParsing: 1,
    secrets: {
      AUTH0_DOMAIN: sandbox.tenantUrl,
      AUTH0_CLIENT_ID: SANDBOX_CLIENT_ID,
      AUTH0_CLIENT_SECRET: SANDBOX_CLIENT_SECRET,
      LOGANALYTICS_WORKSPACEID: SANDBOX_WORKSPACE_ID,
      LOGANALYTICS_WORKSPACEKEY: SANDBOX_WORKSPACE_KEY,
      LOGANALYTICS_NAMESPACE: 'Auth0Logs',
      LOGANALYTICS_ENDPOINT: sandbox.workspaceUrl,
      MIN_INTERVAL_SECONDS: '0',
      LOGANALYTICS_DESTINATION: choice,
      ...ingestionSecretsFor(sandbox.ingestionUrl ?? ''),
      AUTH0_RTA: sandbox.authorityUrl ?? '',
      PAGE_PASSWORD,
    },
    givesPublicUrl: true,
  });

function introduce(host: SpawnedHost, sandbox: SpawnedSandbox): void {
  writeLine('');
  writeLine(`  Auth0 tenant (emulated)     ${shown(BACKLOG)} logs of the last six hours`);
  writeLine(`  Azure workspace (emulated)  ${sandbox.workspaceUrl}  <- open this in a browser`);
  writeLine(
    `  The extension               build/bundle.js in webtask-runtime on Node ${host.node}`,
  );
  writeLine(`  Its page                    ${host.url}  <- and this`);
  writeLine(`    sign in as ada@example.com, or with the page password: ${PAGE_PASSWORD}`);
  writeLine('');
  writeLine(`The scheduler calls it every ${SECONDS_BETWEEN_CALLS} seconds. Stop with Ctrl-C.`);
  writeLine('');
}

async function playWith(sandbox: SpawnedSandbox): Promise<void> {
  interrupted.throwIfAborted();
  const host = await startHost(sandbox);
  try {
    interrupted.throwIfAborted();
    introduce(host, sandbox);
    await playScheduler(host, sandbox);
  } finally {
    await host.stop();
  }
}

async function play(): Promise<void> {
  const sandbox = await startSandbox();
  try {
    await playWith(sandbox);
  } finally {
    if (interrupted.aborted) {
      const arrivals = await describeArrivals(sandbox, choice);
      writeLine(`\nStopped. Of the tenant's logs, ${arrivals.join('; ')}.`);
    }
    await sandbox.stop();
  }
}

play().catch((error: unknown) => {
  if (interrupted.aborted) process.exit(0);
  writeProblem(errorText(error));
  process.exit(1);
});

/**
 * `npm start`: an emulated tenant and workspace, the built extension between them, and a scheduler
 * that calls it every few seconds. Prints what arrives, in plain words, until Ctrl-C.
 */

import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import {
  SANDBOX_CLIENT_ID,
  SANDBOX_CLIENT_SECRET,
  SANDBOX_WORKSPACE_ID,
  SANDBOX_WORKSPACE_KEY,
} from './credentials.ts';
import { errorText } from './http/error-text.ts';
import { writeLine, writeProblem } from './output.ts';
import { type SpawnedHost, spawnHost } from './spawn-host.ts';
import { type SpawnedSandbox, spawnSandbox } from './spawn-sandbox.ts';

const BACKLOG = 12_000;
const LOGS_PER_SECOND = 3;
const SECONDS_BETWEEN_CALLS = 5;
/** About what a page and a post take over the internet. */
const LATENCY_MS = 50;

/** A record as the platform's scheduler sends it; the extension takes nothing from it. */
const CRON_JOB = JSON.stringify({ schedule: '0 */5 * * * *', state: 'active' });

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
  });
  const outcome = await answer.text();
  const seconds = (performance.now() - startedAtMs) / 1000;
  const { distinctLogIds } = await sandbox.workspace.counters();
  return { total: distinctLogIds, seconds, outcome };
}

function describe(run: number, before: number, now: Arrivals): string {
  const time = new Date().toTimeString().slice(0, 8);
  const count = now.total - before;
  const rate =
    count > 100 ? `, ${Math.round(count / now.seconds).toLocaleString('en')} a second` : '';
  const logs = count === 1 ? '1 log' : `${count.toLocaleString('en')} logs`;
  return `${time}  run ${run}: ${now.outcome}; ${logs} arrived in ${now.seconds.toFixed(1)} s${rate}`;
}

async function playScheduler(host: SpawnedHost, sandbox: SpawnedSandbox): Promise<void> {
  let total = 0;
  for (let run = 1; ; run += 1) {
    const shownBefore = host.output().stdout.length;
    const arrivals = await callOnce(host, sandbox);
    writeLine(describe(run, total, arrivals));
    total = arrivals.total;
    const isReportShown = run === 1 || arrivals.outcome !== 'caught-up';
    if (isReportShown) writeLine(indent(host.output().stdout.slice(shownBefore)));
    if (run === 1) await showComparison(sandbox);
    await wait(SECONDS_BETWEEN_CALLS * 1000);
  }
}

async function showComparison(sandbox: SpawnedSandbox): Promise<void> {
  await sandbox.tenant.startTrickle(LOGS_PER_SECOND);
  const { missing, duplicates } = await sandbox.compare();
  const [one, other] = [missing.length, duplicates].map((count) => count.toLocaleString('en'));
  writeLine(
    `          of the backlog, ${one} logs are missing and ${other} arrived more than once`,
  );
  writeLine(`          from now on the tenant makes ${LOGS_PER_SECOND} logs a second`);
}

function indent(text: string): string {
  return text.trimEnd().replace(/^/gm, '          ');
}

async function start(): Promise<void> {
  const sandbox = await spawnSandbox({
    tenant: { backlog: BACKLOG, latencyMs: LATENCY_MS },
    workspace: { latencyMs: 2 * LATENCY_MS, keepRows: 5_000 },
  });
  const host = await spawnHost({
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
    },
  });
  writeLine('');
  writeLine(
    `  Auth0 tenant (emulated)     ${BACKLOG.toLocaleString('en')} logs of the last six hours`,
  );
  writeLine(`  Azure workspace (emulated)  ${sandbox.workspaceUrl}  <- open this in a browser`);
  writeLine(
    `  The extension               build/bundle.js in webtask-runtime on Node ${host.node}`,
  );
  writeLine('');
  writeLine(`The scheduler calls it every ${SECONDS_BETWEEN_CALLS} seconds. Stop with Ctrl-C.`);
  writeLine('');
  await playScheduler(host, sandbox);
}

// The children end by themselves as soon as this process does, because their input closes.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(0));
start().catch((error: unknown) => {
  writeProblem(errorText(error));
  process.exit(1);
});

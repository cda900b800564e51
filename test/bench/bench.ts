/**
 * `npm run bench`: prints the exporter's figures beside those of the comparisons, measured in one go
 * on this machine. It is no test: a figure depends on the machine, and on what else that does.
 */

import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { type SpawnedSandbox, spawnSandbox } from '../../src/sandbox/spawn-sandbox.ts';
import type { DestinationChoice } from '../../src/settings/destination-kind.ts';
import type { Measurement } from './contender.ts';

const run = promisify(execFile);
const ROUNDS = 3;
const NAMES = ['bareChain', 'exporter', 'fetchMapPostWait'] as const;
const BUNDLE = join(__dirname, '../../build/bundle.js');

interface Setting {
  readonly title: string;
  readonly logs: number;
  /** Whether the tenant has its pages ready, so that nothing but their transfer is left. */
  readonly arePagesReady: boolean;
  readonly pageLatencyMs: number;
  readonly postLatencyMs: number;
}

type Measure = (
  name: string,
  sandbox: SpawnedSandbox,
  destination?: DestinationChoice,
) => Promise<Measurement>;

/** Contenders run as plain JavaScript, so that no compiler takes part in the measured process. */
async function withContenders(work: (measure: Measure) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-'));
  const outfile = join(folder, 'run-contender.cjs');
  await build({
    entryPoints: [join(__dirname, 'run-contender.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node18',
    format: 'cjs',
    logLevel: 'error',
  });
  try {
    await work(async (name, { tenantUrl, workspaceUrl, ingestionUrl }, destination) => {
      const places = { tenantUrl, workspaceUrl, ingestionUrl };
      const course = JSON.stringify({ ...places, destination, bundlePath: BUNDLE });
      const { stdout } = await run(process.execPath, [outfile, name, course]);
      return JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
    });
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function withSandbox(
  options: Parameters<typeof spawnSandbox>[0],
  work: (sandbox: SpawnedSandbox) => Promise<void>,
): Promise<void> {
  const sandbox = await spawnSandbox(options);
  try {
    await work(sandbox);
  } finally {
    await sandbox.stop();
  }
}

/** Prints the median of several rounds, in which the contenders take turns. */
async function compare(measure: Measure, setting: Setting): Promise<void> {
  const { title, logs, arePagesReady, pageLatencyMs, postLatencyMs } = setting;
  const rounds: Record<string, Measurement[]> = {};
  const options = {
    tenant: { backlog: logs, latencyMs: pageLatencyMs, makesAllFirst: arePagesReady },
    workspace: { latencyMs: postLatencyMs, keepRows: 100 },
  };
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const name of NAMES) {
      // A sandbox of its own: a tenant keeps the pages that it has made once.
      await withSandbox(options, async (sandbox) => {
        rounds[name] = [...(rounds[name] ?? []), await measure(name, sandbox)];
        if (name !== 'bareChain') await assertComplete(name, sandbox, logs);
      });
    }
  }

  print(`\n${title} (median of ${ROUNDS})`);
  const medians = NAMES.map((name) => median(rounds[name] ?? []));
  const bareSeconds = medians[0]?.seconds ?? 0;
  for (const [index, { seconds, peakMb }] of medians.entries()) {
    const name = (NAMES[index] ?? '').padEnd(16);
    const rate = Math.round(logs / seconds)
      .toLocaleString('en')
      .padStart(7);
    const share = String(Math.round((100 * bareSeconds) / seconds)).padStart(3);
    const time = seconds.toFixed(2).padStart(6);
    print(`  ${name} ${time} s ${rate} logs/s ${share} % of ${NAMES[0]}  peak ${peakMb} MB`);
  }
}

const CHOICES = ['data-collector', 'logs-ingestion', 'both'] as const;

/** Prints what the exporter does by each API, and by both at once; they take turns, too. */
async function compareDestinations(measure: Measure, logs: number): Promise<void> {
  const rounds: Record<string, Measurement[]> = {};
  const options = {
    tenant: { backlog: logs, latencyMs: 50, makesAllFirst: true },
    workspace: { latencyMs: 100, keepRows: 100 },
    ingestion: { latencyMs: 100, keepRows: 100, timeProperty: 'date' },
  };
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const choice of CHOICES) {
      await withSandbox(options, async (sandbox) => {
        rounds[choice] = [...(rounds[choice] ?? []), await measure('exporter', sandbox, choice)];
        if (choice !== 'logs-ingestion') await assertComplete(choice, sandbox, logs);
        if (choice !== 'data-collector') await assertIngested(choice, sandbox);
      });
    }
  }
  const count = logs.toLocaleString('en');
  print(`\n${count} logs, 50 ms a page, 100 ms a post, by destination (median of ${ROUNDS})`);
  const base = median(rounds['data-collector'] ?? []).seconds;
  for (const choice of CHOICES) {
    const { seconds, peakMb } = median(rounds[choice] ?? []);
    const rate = Math.round(logs / seconds).toLocaleString('en');
    const share = ((100 * base) / seconds).toFixed(1);
    print(
      `  ${choice.padEnd(16)} ${seconds.toFixed(2)} s ${rate} logs/s ${share} % of data-collector  peak ${peakMb} MB`,
    );
  }
}

async function assertIngested(name: string, sandbox: SpawnedSandbox): Promise<void> {
  const { missing, duplicates } = await sandbox.compareIngestion();
  if (missing.length === 0 && duplicates === 0) return;
  throw new Error(`${name} did not ingest ${missing.length} logs, and ${duplicates} twice.`);
}

async function assertComplete(name: string, sandbox: SpawnedSandbox, logs: number): Promise<void> {
  const { distinctLogIds, duplicates } = await sandbox.workspace.counters();
  if (distinctLogIds === logs && duplicates === 0) return;
  throw new Error(`${name} delivered ${distinctLogIds} of ${logs} logs, ${duplicates} twice.`);
}

function median(measurements: readonly Measurement[]): Measurement {
  const sorted = [...measurements].sort((one, other) => one.seconds - other.seconds);
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle === undefined) throw new Error('Nothing was measured.');
  return middle;
}

async function showMemory(measure: Measure, logs: number, latencyMs: number): Promise<void> {
  const options = {
    tenant: { backlog: logs, latencyMs },
    workspace: { keepRows: 100, latencyMs: 2 * latencyMs },
  };
  await withSandbox(options, async (sandbox) => {
    const { seconds, peakMb, samplesMb } = await measure('exporter', sandbox);
    await assertComplete('exporter', sandbox, logs);
    const quarter = Math.ceil(samplesMb.length / 4);
    const highest = [0, 1, 2, 3].map((index) =>
      Math.max(...samplesMb.slice(index * quarter, (index + 1) * quarter)),
    );
    const count = logs.toLocaleString('en');
    print(`\nMemory for ${count} logs, ${latencyMs} ms a page (${seconds.toFixed(1)} s)`);
    print(`  peak ${peakMb} MB; highest in each quarter of the time: ${highest.join(', ')} MB`);
  });
}

async function showLoadTime(): Promise<void> {
  const node = join(__dirname, '../../node_modules/node-22/bin/node');
  const script = `const t=performance.now();require(${JSON.stringify(BUNDLE)});console.log(performance.now()-t)`;
  const times: number[] = [];
  for (let round = 0; round < 9; round += 1) {
    times.push(Number((await run(node, ['-e', script])).stdout));
  }
  times.sort((one, other) => one - other);
  print('Cold load of build/bundle.js on Node 22');
  print(`  median ${times[4]?.toFixed(0)} ms, slowest ${times[8]?.toFixed(0)} ms of 9`);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function bench(measure: Measure): Promise<void> {
  const logs = 20_000;
  const count = logs.toLocaleString('en');
  await showLoadTime();
  await compare(measure, {
    title: `${count} logs, 50 ms a page, 100 ms a post`,
    logs,
    arePagesReady: true,
    pageLatencyMs: 50,
    postLatencyMs: 100,
  });
  await compareDestinations(measure, logs);
  await compare(measure, {
    title: `${count} logs, no latency, the tenant makes its pages as they are asked for`,
    logs,
    arePagesReady: false,
    pageLatencyMs: 0,
    postLatencyMs: 0,
  });
  await compare(measure, {
    title: `${count} logs, no latency, all pages ready before`,
    logs,
    arePagesReady: true,
    pageLatencyMs: 0,
    postLatencyMs: 0,
  });
  await showMemory(measure, 200_000, 50);
  await showMemory(measure, 200_000, 0);
}

withContenders(bench).catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});

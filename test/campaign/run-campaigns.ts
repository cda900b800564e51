/**
 * `npm run campaign [count] [first seed]`: plays many campaigns, shows how far it has come, and ends
 * with the figures that the README states. It leaves with 1 when a promise was broken.
 */

import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { argv, execPath, exit, stdout } from 'node:process';
import { createInterface } from 'node:readline';
import { MAX_UNSTORED_BATCHES } from '../../src/engine/deliveries.ts';
import { playCampaign } from './campaign.ts';
import { addTallies, type Tally } from './tally.ts';

const DEFAULT_COUNT = 10_000;
/** So many campaigns are told of at once. */
const STEP = 50;

/** What a worker tells of some campaigns, as one line of JSON. */
interface Told {
  readonly played: number;
  readonly tally: Tally;
  readonly broken: readonly string[];
}

async function playStep(seeds: readonly number[]): Promise<Told> {
  const tallies: Tally[] = [];
  const broken: string[] = [];
  for (const seed of seeds) {
    const played = await playCampaign(seed);
    tallies.push(played.tally);
    if (played.broken.length > 0) broken.push(`Seed ${seed}:\n${played.broken.join('\n')}`);
  }
  return { played: seeds.length, tally: addTallies(tallies), broken };
}

/** Plays every `workers`-th step, from the one with the worker's own number on. */
async function work(worker: number, workers: number, count: number, first: number): Promise<void> {
  for (let step = worker; step * STEP < count; step += workers) {
    const length = Math.min(STEP, count - step * STEP);
    const seeds = Array.from({ length }, (_, index) => first + step * STEP + index);
    stdout.write(`${JSON.stringify(await playStep(seeds))}\n`);
  }
}

/** Starts a worker, a process of its own, and passes on what it tells; resolves when it has ended. */
function startWorker(parts: readonly number[], onTold: (told: Told) => void): Promise<void> {
  const child = spawn(execPath, ['--import', 'tsx', __filename, 'worker', ...parts.map(String)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => onTold(JSON.parse(line) as Told));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    lines.once('close', () => resolve());
  });
}

async function playAll(count: number, first: number): Promise<boolean> {
  const startedAtMs = Date.now();
  const told: Told[] = [];
  let played = 0;
  function hear(step: Told): void {
    told.push(step);
    played += step.played;
    for (const reason of step.broken) stdout.write(`\n${reason}\n`);
    const progress = `${played} of ${count} campaigns, ${Math.round((Date.now() - startedAtMs) / 1000)} s`;
    if (stdout.isTTY) stdout.write(`\r${progress}`);
    else if (played % (20 * STEP) === 0) stdout.write(`${progress}\n`);
  }
  const workers = availableParallelism();
  await Promise.all(
    Array.from({ length: workers }, (_, worker) =>
      startWorker([worker, workers, count, first], hear),
    ),
  );
  const brokenCount = told.flatMap(({ broken }) => broken).length;
  const isComplete = played === count;
  stdout.write(`\n${describe(count, first, addTallies(told.map(({ tally }) => tally)))}\n`);
  if (!isComplete) stdout.write(`Only ${played} campaigns were played: a worker ended early.\n`);
  stdout.write(
    brokenCount === 0 ? 'No promise was broken.\n' : `${brokenCount} campaigns broke a promise.\n`,
  );
  return isComplete && brokenCount === 0;
}

function describe(count: number, first: number, tally: Tally): string {
  const figures: readonly (readonly [string, number | string])[] = [
    ['campaigns', `${count} (seeds ${first} to ${first + count - 1})`],
    ['runs', tally.runs],
    ['of these, to both destinations', tally.runsToBoth],
    ['of these, died in the middle', tally.deaths],
    ['faults injected', tally.faults],
    ['conflicts over the state', tally.conflicts],
    ["administrators' requests", tally.requests],
    ['changes of the destinations', tally.switches],
    ['logs', tally.logs],
    ['dead letters', tally.deadLetters],
    ['of these, replayed at the end', tally.replayed],
    ['logs deleted before any run could read them, each told', tally.deletedUnread],
    ['logs lost', tally.lost],
    [
      'most batches accepted and not stored at a destination',
      `${tally.mostUnstoredBatches} of ${MAX_UNSTORED_BATCHES} allowed`,
    ],
  ];
  return figures.map(([name, figure]) => `${name}: ${figure}`).join('\n');
}

async function main(): Promise<void> {
  const [, , mode, ...rest] = argv;
  if (mode === 'worker') {
    const [worker = 0, workers = 1, count = 0, first = 1] = rest.map(Number);
    return work(worker, workers, count, first);
  }
  const [count = DEFAULT_COUNT, first = 1] = argv.slice(2).map(Number);
  const isKept = await playAll(count, first);
  exit(isKept ? 0 : 1);
}

void main();

import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { describeArrival } from '../../src/sandbox/describe-arrival.ts';

const REPOSITORY = resolve(__dirname, '../..');

/** What `npm start` runs, with a folder for temporary files of its own. */
const spawnStart = (temporary: string): ChildProcess =>
  spawn(process.execPath, ['--import', 'tsx', join(REPOSITORY, 'src/sandbox/start.ts')], {
    cwd: REPOSITORY,
    env: { ...process.env, TMPDIR: temporary, TEMP: temporary },
    stdio: ['ignore', 'pipe', 'pipe'],
  });

/** The processes that a process has started; none where the system does not tell. */
function childrenOf(pid: number | undefined): number[] {
  const path = `/proc/${pid}/task/${pid}/children`;
  return existsSync(path) ? readFileSync(path, 'utf8').trim().split(' ').map(Number) : [];
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

const hostFolders = async (folder: string): Promise<string[]> =>
  (await readdir(folder)).filter((name) => name.startsWith('webtask-host-'));

/** Sends the signal once `sign` is printed, and gives what was printed until the end. */
async function stopAt(child: ChildProcess, sign: string, signal: NodeJS.Signals) {
  let output = '';
  let children: number[] = [];
  child.stderr?.on('data', (bytes) => {
    output += String(bytes);
  });
  child.stdout?.on('data', (bytes) => {
    output += String(bytes);
    if (children.length > 0 || !output.includes(sign)) return;
    children = childrenOf(child.pid);
    child.kill(signal);
  });
  const [code] = await once(child, 'close');
  return { output, children, code };
}

test('Ctrl-C stops what was started, tells the totals and leaves nothing behind', async (t) => {
  const temporary = await mkdtemp(join(tmpdir(), 'sandbox-start-'));
  t.after(() => rm(temporary, { recursive: true, force: true }));
  const child = spawnStart(temporary);
  t.after(() => child.kill('SIGKILL'));
  const { output, children, code } = await stopAt(child, 'Stop with Ctrl-C', 'SIGINT');
  assert.equal(code, 0, output);
  assert.match(output, /\nStopped\. Of the tenant's logs, .+ of 12,000 arrived.*\.\n$/);
  // esbuild's own process ends by itself when its input closes, which may take a second or two.
  for (let tries = 0; tries < 200 && children.some(isAlive); tries += 1) await wait(50);
  assert.deepEqual(children.filter(isAlive), []);
  assert.deepEqual(await hostFolders(temporary), []);
});

test('what has arrived is told in words that raise no alarm without a cause', () => {
  const whole = { logCount: 12_000, missing: [], unexpected: [], duplicates: 0 };
  assert.equal(describeArrival(whole), 'all 12,000 arrived, each once');
  assert.equal(
    describeArrival({ ...whole, missing: ['a', 'b'] }),
    '11,998 of 12,000 arrived, each once; still to come: 2',
  );
  assert.equal(
    describeArrival({ ...whole, duplicates: 3, unexpected: ['c'] }),
    'all 12,000 arrived, repeated rows: 3; not of this tenant: 1',
  );
  assert.equal(
    describeArrival({ logCount: 1, missing: ['a'], unexpected: [], duplicates: 0 }),
    '0 of 1 arrived; still to come: 1',
  );
});

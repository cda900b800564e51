/** Runs the host in a child process, under any Node, so that a crash of the extension is only its own. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { type ReadyLine, readReadyLine } from './ready-line.ts';
import type { HostOptions } from './webtask-host.ts';
import type { StorageOptions } from './webtask-storage.ts';

export interface BuiltHost {
  /** A CommonJS file that plain Node 18 and later runs. */
  readonly path: string;
  remove(): Promise<void>;
}

export interface SpawnedHostOptions extends Omit<HostOptions, 'storage'> {
  readonly storage?: StorageOptions;
  /** The Node to run it under; default this one. */
  readonly nodePath?: string;
  /** A host built before, for tests that start several. */
  readonly builtHost?: BuiltHost | undefined;
}

export interface SpawnedHost {
  readonly url: string;
  /** Of its endpoints under `/sandbox/`. */
  readonly controlUrl: string;
  /** The version of the Node that it runs under. */
  readonly node: string;
  /** What the extension has written so far. */
  output(): { readonly stdout: string; readonly stderr: string };
  /** Resolves when the process is gone, for whatever reason. */
  readonly ended: Promise<unknown>;
  /** Whether the process is still there. */
  isAlive(): boolean;
  /** Ends it without notice, as the platform recycles a container. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

const REPOSITORY = resolve(__dirname, '../..');

/**
 * The runtime stays outside the file, named by its place, because it loads parts of itself by name.
 * The file is gone with this process at the latest.
 */
export async function buildHost(): Promise<BuiltHost> {
  const folder = await mkdtemp(join(tmpdir(), 'webtask-host-'));
  const removeNow = (): void => rmSync(folder, { recursive: true, force: true });
  process.once('exit', removeNow);
  const path = join(folder, 'host.cjs');
  const runtime = createRequire(join(REPOSITORY, 'package.json')).resolve('webtask-runtime');
  await build({
    entryPoints: [join(__dirname, 'host-process.ts')],
    outfile: path,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node18',
    alias: { 'webtask-runtime': runtime },
    external: [runtime],
    logLevel: 'error',
  });
  const remove = async (): Promise<void> => {
    process.off('exit', removeNow);
    await rm(folder, { recursive: true, force: true });
  };
  return { path, remove };
}

/** A Ctrl-C in the terminal does not reach it: whoever started it ends it, by closing its input. */
export async function spawnHost(options: SpawnedHostOptions): Promise<SpawnedHost> {
  const { nodePath = process.execPath, builtHost, ...hostOptions } = options;
  const host = builtHost ?? (await buildHost());
  const child = spawn(nodePath, [host.path], {
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
    windowsHide: true,
  });
  const ended = once(child, 'exit');
  child.stdin.on('error', () => {});
  child.stdin.write(`${JSON.stringify(hostOptions)}\n`);
  const awaitReady = async (): Promise<ReadyLine> => {
    try {
      return await readReadyLine(child);
    } finally {
      // Once it runs, the process has no need of its file any more.
      if (builtHost === undefined) await host.remove();
    }
  };
  const ready = await awaitReady();
  const url = ready.text('url');
  return {
    url,
    controlUrl: new URL(url).origin,
    node: ready.text('node'),
    ended,
    output: () => ({ stdout: ready.stdout(), stderr: ready.stderr() }),
    isAlive: () => child.exitCode === null && child.signalCode === null,
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
    stop: async () => {
      child.stdin.end();
      await ended;
    },
  };
}

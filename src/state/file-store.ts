/** The state store outside the dashboard: numbered files, of which the highest number counts. */

import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readdir, readFile, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { ReadOutcome, StateStore, WriteOutcome } from '../engine/walls.ts';
import { withTimeout } from './with-timeout.ts';

/** The file that counts, and the one before it, for the case that it cannot be read. */
const KEPT_FILES = 2;

/**
 * Makes a store over files beside each other: `state.json.7` follows `state.json.6`. A document is
 * written to a file of its own, flushed to the disk, and then linked to the next number. The link
 * appears whole or not at all, and only once, so that a kill at any instant leaves a sound
 * document, and of two processes that write at the same time one gets a `conflict`, without a lock
 * that a killed process could leave behind. The version of a document is its number.
 */
export function createFileStore(path: string): StateStore {
  const directory = dirname(path);
  const name = basename(path);

  /** The numbers of the stored documents, the highest first. */
  async function storedNumbers(): Promise<readonly number[]> {
    const entries = await readdir(directory).catch(ignoreMissing<string[]>([]));
    return entries
      .filter((entry) => entry.startsWith(`${name}.`))
      .map((entry) => entry.slice(name.length + 1))
      .filter((suffix) => /^[1-9]\d{0,14}$/.test(suffix))
      .map(Number)
      .sort((one, other) => other - one);
  }

  async function readLatest(): Promise<ReadOutcome> {
    const [latest] = await storedNumbers();
    if (latest === undefined) return { status: 'read', document: undefined, version: '0' };
    const text = await readFile(`${path}.${latest}`, 'utf8');
    const document: unknown = JSON.parse(text);
    return { status: 'read', document, version: String(latest) };
  }

  async function writeNext(document: unknown, version: string): Promise<WriteOutcome> {
    const next = Number(version) + 1;
    await mkdir(directory, { recursive: true });
    const temporary = join(directory, `${name}.${randomBytes(8).toString('hex')}.tmp`);
    try {
      await writeDurably(temporary, JSON.stringify(document));
      await link(temporary, `${path}.${next}`);
    } catch (error) {
      if (codeOf(error) === 'EEXIST') return { status: 'conflict' };
      throw error;
    } finally {
      await unlink(temporary).catch(ignoreMissing(undefined));
    }
    await flushDirectory(directory);
    const numbers = await storedNumbers();
    if (numbers[0] !== next) {
      // Others were so far ahead that they had already removed the file with this number.
      await unlink(`${path}.${next}`).catch(ignoreMissing(undefined));
      return { status: 'conflict' };
    }
    for (const old of numbers.slice(KEPT_FILES)) {
      await unlink(`${path}.${old}`).catch(ignoreMissing(undefined));
    }
    return { status: 'written', version: String(next) };
  }

  return {
    async read(timeoutMs) {
      try {
        return await withTimeout(readLatest(), timeoutMs);
      } catch (error) {
        return { status: 'failed', reason: `the state in ${path} cannot be read (${what(error)})` };
      }
    },
    async write(document, version, timeoutMs) {
      try {
        return await withTimeout(writeNext(document, version ?? '0'), timeoutMs);
      } catch (error) {
        const reason = `the state in ${path} cannot be written (${what(error)})`;
        return { status: 'failed', reason, isTooLarge: false };
      }
    },
  };
}

async function writeDurably(path: string, text: string): Promise<void> {
  // Only the owner may read it: the state names users in its reports and holds sealed tokens.
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(text, 'utf8');
    await file.sync();
  } finally {
    await file.close();
  }
}

async function flushDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

function ignoreMissing<Value>(value: Value): (error: unknown) => Value {
  return (error) => {
    if (codeOf(error) === 'ENOENT') return value;
    throw error;
  };
}

/** What went wrong, without the text of the file, which the message of a JSON error repeats. */
function what(error: unknown): string {
  if (error instanceof SyntaxError) return 'it is not JSON';
  return codeOf(error) ?? (error instanceof Error ? error.message : typeof error);
}

function codeOf(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : undefined;
}

/** The state store outside the dashboard: numbered files, of which the highest number counts. */

import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readdir, readFile, unlink } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { ReadOutcome, StateStore, WriteOutcome } from '../engine/walls.ts';
import { withTimeout } from './with-timeout.ts';

/** The file that counts, and the one before it, for the case that it cannot be read. */
const KEPT_FILES = 2;

/** Nobody writes faster than that while a file is being opened. */
const MAX_READ_TRIES = 10;

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

  /** What follows the name in the names of the files, for those of this store. */
  async function storedSuffixes(): Promise<readonly string[]> {
    const entries = await readdir(directory).catch(ignoreMissing<string[]>([]));
    return entries
      .filter((entry) => entry.startsWith(`${name}.`))
      .map((entry) => entry.slice(name.length + 1));
  }

  async function readLatest(): Promise<ReadOutcome> {
    for (let tries = 1; ; tries += 1) {
      const [latest] = numbersIn(await storedSuffixes());
      if (latest === undefined) return { status: 'read', document: undefined, version: '0' };
      try {
        const text = await readFile(`${path}.${latest}`, 'utf8');
        const document: unknown = JSON.parse(text);
        return { status: 'read', document, version: String(latest) };
      } catch (error) {
        // Others wrote twice since the listing, so that the file is gone: there is a newer one.
        if (codeOf(error) !== 'ENOENT' || tries === MAX_READ_TRIES) throw error;
      }
    }
  }

  async function writeNext(document: unknown, version: string): Promise<WriteOutcome> {
    const next = Number(version) + 1;
    await mkdir(directory, { recursive: true });
    const temporary = `${path}.${next}-${randomBytes(8).toString('hex')}.tmp`;
    try {
      await writeDurably(temporary, JSON.stringify(document));
      await link(temporary, `${path}.${next}`);
    } catch (error) {
      if (codeOf(error) === 'EEXIST' || (await isOvertaken(error, next))) {
        return { status: 'conflict' };
      }
      throw error;
    } finally {
      await unlink(temporary).catch(ignoreMissing(undefined));
    }
    const suffixes = await storedSuffixes();
    const numbers = numbersIn(suffixes);
    const [latest = next] = numbers;
    if (latest >= next + KEPT_FILES) {
      // Only then could the file with this number have been there before, and removed again.
      await unlink(`${path}.${next}`).catch(ignoreMissing(undefined));
      return { status: 'conflict' };
    }
    // The document stands; what follows only makes it safer and tidier, where the system can.
    await flushDirectory(directory).catch(() => undefined);
    for (const old of [...numbers.slice(KEPT_FILES), ...abandonedIn(suffixes, next)]) {
      await unlink(`${path}.${old}`).catch(() => undefined);
    }
    return { status: 'written', version: String(next) };
  }

  /** Whether a temporary file is gone because others have written its number, and tidied up. */
  async function isOvertaken(error: unknown, number: number): Promise<boolean> {
    if (codeOf(error) !== 'ENOENT') return false;
    const [latest] = numbersIn(await storedSuffixes());
    return latest !== undefined && latest >= number;
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

/** The numbers of the stored documents, the highest first. */
function numbersIn(suffixes: readonly string[]): readonly number[] {
  return suffixes
    .filter((suffix) => /^[1-9]\d{0,14}$/.test(suffix))
    .map(Number)
    .sort((one, other) => other - one);
}

/** The temporary files for numbers that are taken: of killed processes, or bound for a conflict. */
function abandonedIn(suffixes: readonly string[], latest: number): readonly string[] {
  return suffixes.filter((suffix) => {
    const number = /^(\d{1,15})-[0-9a-f]{16}\.tmp$/.exec(suffix)?.[1];
    return number !== undefined && Number(number) <= latest;
  });
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

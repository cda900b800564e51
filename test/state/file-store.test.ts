import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { test } from 'node:test';
import { build } from 'esbuild';
import type { StateStore } from '../../src/engine/walls.ts';
import { createFileStore } from '../../src/state/file-store.ts';
import { countOf, nextDocument } from './counted-document.ts';

const TIMEOUT_MS = 10_000;

async function withDirectory(use: (directory: string) => Promise<void>): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'file-store-'));
  try {
    await use(directory);
  } finally {
    await rm(directory, { recursive: true });
  }
}

function withStore(use: (store: StateStore, path: string) => Promise<void>): Promise<void> {
  return withDirectory((directory) => {
    const path = join(directory, 'state.json');
    return use(createFileStore(path), path);
  });
}

async function writeNext(store: StateStore, document: unknown): Promise<string> {
  const read = await store.read(TIMEOUT_MS);
  assert.ok(read.status === 'read');
  return (await store.write(document, read.version, TIMEOUT_MS)).status;
}

test('reads nothing where nothing was written, because that is a first run', () =>
  withStore(async (store) => {
    const read = await store.read(TIMEOUT_MS);
    assert.deepEqual(read, { status: 'read', document: undefined, version: '0' });
  }));

test('reads what was written, in a directory that it makes', () =>
  withDirectory(async (directory) => {
    const path = join(directory, 'not', 'yet', 'state.json');
    const document = { text: 'Zoë – 日本 😀', list: [1, null, { a: false }] };

    const written = await createFileStore(path).write(document, '0', TIMEOUT_MS);
    const read = await createFileStore(path).read(TIMEOUT_MS);

    assert.deepEqual(written, { status: 'written', version: '1' });
    assert.deepEqual(read, { status: 'read', document, version: '1' });
  }));

test('goes on from the version of its own last write without reading', () =>
  withStore(async (store) => {
    let version: string | undefined;
    for (let count = 1; count <= 5; count += 1) {
      const written = await store.write({ count }, version, TIMEOUT_MS);
      assert.ok(written.status === 'written');
      version = written.version;
    }
    const read = await store.read(TIMEOUT_MS);
    assert.deepEqual(read, { status: 'read', document: { count: 5 }, version: '5' });
  }));

test('lets the owner alone read the files, because they name users', () =>
  withStore(async (store, path) => {
    await store.write({}, '0', TIMEOUT_MS);
    assert.equal((await stat(`${path}.1`)).mode & 0o777, 0o600);
  }));

test('meets a conflict when another store wrote since, and keeps what that one wrote', () =>
  withStore(async (store, path) => {
    const other = createFileStore(path);
    await writeNext(store, { owner: 'nobody' });
    const read = await store.read(TIMEOUT_MS);
    await writeNext(other, { owner: 'other' });

    const refused = await store.write(
      { owner: 'we' },
      read.status === 'read' ? read.version : undefined,
      TIMEOUT_MS,
    );

    assert.deepEqual(refused, { status: 'conflict' });
    const after = await store.read(TIMEOUT_MS);
    assert.deepEqual(after, { status: 'read', document: { owner: 'other' }, version: '2' });
  }));

test('meets a conflict however far others are ahead, although their first files are gone', () =>
  withStore(async (store, path) => {
    const other = createFileStore(path);
    for (let count = 1; count <= 6; count += 1) {
      await writeNext(other, { count });
      assert.deepEqual(await store.write({ count: -1 }, '0', TIMEOUT_MS), { status: 'conflict' });
    }
    const read = await store.read(TIMEOUT_MS);
    assert.deepEqual(read, { status: 'read', document: { count: 6 }, version: '6' });
  }));

test('loses no change of stores that write at the same time, and counts none twice', () =>
  withStore(async (_, path) => {
    const changesEach = 25;
    async function count(): Promise<void> {
      const store = createFileStore(path);
      for (let changes = 0; changes < changesEach; ) {
        const read = await store.read(TIMEOUT_MS);
        assert.ok(read.status === 'read', JSON.stringify(read));
        const next = nextDocument(read.document);
        const written = await store.write(next, read.version, TIMEOUT_MS);
        assert.notEqual(written.status, 'failed');
        if (written.status === 'written') changes += 1;
      }
    }
    await Promise.all([count(), count(), count()]);

    const read = await createFileStore(path).read(TIMEOUT_MS);
    assert.equal(read.status === 'read' && countOf(read.document), 3 * changesEach);
  }));

test('keeps two files, the one that counts and the one before it', () =>
  withStore(async (store, path) => {
    await writeFile(`${path}.backup`, 'of a person');
    for (let count = 1; count <= 12; count += 1) await writeNext(store, { count });
    const files = await readdir(join(path, '..'));
    assert.deepEqual(files.sort(), ['state.json.11', 'state.json.12', 'state.json.backup']);
  }));

test('takes the highest number as a number, because 10 comes after 9', () =>
  withStore(async (store, path) => {
    await writeFile(`${path}.9`, '{"count":9}');
    await writeFile(`${path}.10`, '{"count":10}');
    await writeFile(`${path}.011`, 'not ours');
    const read = await store.read(TIMEOUT_MS);
    assert.deepEqual(read, { status: 'read', document: { count: 10 }, version: '10' });
  }));

test('fails on a damaged document, because a first run would export everything again', () =>
  withStore(async (store, path) => {
    for (const text of ['', '{"count":1', 'secret text', '\u0000'.repeat(100)]) {
      await writeFile(`${path}.7`, text);
      const read = await store.read(TIMEOUT_MS);
      const reason = `the state in ${path} cannot be read (it is not JSON)`;
      assert.deepEqual(read, { status: 'failed', reason });
    }
  }));

test('fails where the directory is a file, in reading and in writing', () =>
  withDirectory(async (directory) => {
    await writeFile(join(directory, 'file'), '');
    const path = join(directory, 'file', 'state.json');
    const store = createFileStore(path);
    const read = await store.read(TIMEOUT_MS);
    const written = await store.write({}, '0', TIMEOUT_MS);
    assert.deepEqual(read, {
      status: 'failed',
      reason: `the state in ${path} cannot be read (ENOTDIR)`,
    });
    assert.ok(written.status === 'failed');
    assert.match(written.reason, /cannot be written \((ENOTDIR|EEXIST)\)$/);
  }));

test('fails in a directory that cannot be read, because a checkpoint may be in it', () =>
  withDirectory(async (directory) => {
    const loop = join(directory, 'loop');
    await symlink(loop, loop);
    const path = join(loop, 'state.json');
    const store = createFileStore(path);
    const read = await store.read(TIMEOUT_MS);
    const written = await store.write({}, '0', TIMEOUT_MS);
    const reason = `the state in ${path} cannot be read (ELOOP)`;
    assert.deepEqual(read, { status: 'failed', reason });
    assert.equal(written.status, 'failed');
  }));

test('tidies up what killed writers left, but not the file that another one is writing', () =>
  withStore(async (store, path) => {
    await writeNext(store, { count: 1 });
    const left = [1, 2].map((number) => `${path}.${number}-00112233aabbccdd.tmp`);
    const underWay = `${path}.3-00112233aabbccdd.tmp`;
    for (const file of [...left, underWay]) await writeFile(file, '{');

    await writeNext(store, { count: 2 });

    const files = (await readdir(join(path, '..'))).sort();
    assert.deepEqual(files, ['state.json.1', 'state.json.2', 'state.json.3-00112233aabbccdd.tmp']);
  }));

test('has a whole document after a kill at any instant, the last one written or the one under way', () =>
  withDirectory(async (directory) => {
    const program = join(directory, 'endless-writer.js');
    await build({
      entryPoints: [join(__dirname, 'endless-writer.ts')],
      bundle: true,
      platform: 'node',
      outfile: program,
    });
    // Side by side, only to be done sooner.
    await Promise.all(
      ['one', 'two', 'three'].map((name) =>
        killOftenWhileWriting(program, join(directory, name, 'state.json')),
      ),
    );
  }));

const KILLS_EACH = 10;

async function killOftenWhileWriting(program: string, path: string): Promise<void> {
  const store = createFileStore(path);
  for (let kills = 0; kills < KILLS_EACH; kills += 1) {
    const acknowledged = await killWhileWriting(program, path, kills);
    const read = await store.read(TIMEOUT_MS);
    assert.ok(read.status === 'read', JSON.stringify(read));
    const count = countOf(read.document);
    assert.equal(read.version, String(count));
    assert.ok(count === acknowledged || count === acknowledged + 1, `${count}, ${acknowledged}`);
  }
  await writeNext(store, { last: true });
  const files = (await readdir(join(path, '..'))).sort();
  assert.equal(files.length, 2, files.join(' '));
}

/** Lets the program write at least once, kills it a little later, and gives the last number that it told. */
async function killWhileWriting(program: string, path: string, afterMs: number): Promise<number> {
  const child: ChildProcess = spawn(execPath, [program, path], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let told = '';
  assert.ok(child.stdout !== null);
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    told += text;
  });
  await once(child.stdout, 'data');
  setTimeout(() => child.kill('SIGKILL'), afterMs);
  await once(child, 'close');
  assert.equal(child.signalCode, 'SIGKILL', told);
  const lines = told.split('\n').filter((line) => line !== '');
  assert.doesNotMatch(told, /failed/);
  return Number(lines.at(-1));
}

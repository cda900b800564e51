/** A program that writes one document after the other until it is killed; for tests alone. */

import { argv, stdout } from 'node:process';
import { createFileStore } from '../../src/state/file-store.ts';
import { nextDocument } from './counted-document.ts';

async function writeForEver(path: string): Promise<void> {
  const store = createFileStore(path);
  for (;;) {
    const read = await store.read(10_000);
    if (read.status !== 'read') throw new Error(read.reason);
    const document = nextDocument(read.document);
    const written = await store.write(document, read.version, 10_000);
    if (written.status !== 'written') throw new Error(written.status);
    stdout.write(`${document.count}\n`);
  }
}

writeForEver(argv[2] ?? '').catch((error: unknown) => {
  stdout.write(`failed: ${String(error)}\n`);
});

/** `npm run where -- LINE:COLUMN`: which place in the sources a place in `build/bundle.js` was made from. */

import { SourceMap } from 'node:module';
import { makeSourceMap } from './make-bundle.ts';

async function tellPlace(asked: string | undefined): Promise<void> {
  const [, line, column] = /^(?:.*:)?(\d+):(\d+)\)?$/.exec(asked ?? '') ?? [];
  if (line === undefined || column === undefined) {
    throw new Error(
      'Expected a place as the report of a defect names it, such as bundle.js:12:345.',
    );
  }
  const entry = new SourceMap(JSON.parse(await makeSourceMap())).findEntry(
    Number(line) - 1,
    Number(column) - 1,
  );
  if (!('originalSource' in entry)) throw new Error('No source belongs to that place.');
  const { originalSource, originalLine, originalColumn } = entry;
  const source = originalSource.replace(/^(?:\.\.\/)+/, '');
  process.stdout.write(`${source}:${originalLine + 1}:${originalColumn + 1}\n`);
}

tellPlace(process.argv[2]).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});

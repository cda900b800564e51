import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { LOG_TABLE_COLUMNS } from '../build/azure/table-columns.ts';
import { refreshed, withSection } from '../build/readme.ts';
import { MAX_UNSTORED_BATCHES } from '../src/engine/deliveries.ts';
import { timeBudget } from '../src/engine/time-budget.ts';
import { COLUMNS } from '../src/records/columns.ts';
import { LOG_TYPES } from '../src/records/log-types.ts';

const root = join(__dirname, '..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');

test('README.md shows settings, columns and capacity as the program makes them', () => {
  assert.equal(readme, refreshed(readme), 'README.md is stale: run "npm run build"');
});

test('README.md counts the detections and hunting queries that there are', () => {
  const countOf = (folder: string): number =>
    readdirSync(join(root, 'deploy/azure', folder)).filter((name) => name.endsWith('.yaml')).length;
  assert.ok(readme.includes(`- ${countOf('detections')} detections`));
  assert.ok(readme.includes(`and ${countOf('hunting')} hunting queries`));
});

test('a section of the README is replaced between its markers only', () => {
  const text = 'before\n<!-- a:begin -->\nold\n<!-- a:end -->\nafter\n';
  assert.equal(
    withSection(text, 'a', 'new'),
    'before\n<!-- a:begin -->\nnew\n<!-- a:end -->\nafter\n',
  );
  assert.throws(() => withSection('no markers', 'a', 'new'), /lacks/);
});

test('the queries of the README use columns and codes that there are', () => {
  const suffixes = { text: '_s', json: '_s', number: '_d', boolean: '_b', time: '_t' } as const;
  const known = new Set(COLUMNS.map(({ name, kind }) => `${name}${suffixes[kind]}`));
  const queries = [...readme.matchAll(/```kusto\n(.*?)```/gs)].map((match) => match[1] ?? '');
  assert.ok(queries.length >= 4);
  let [typesChecked, categoriesChecked] = [0, 0];
  for (const query of queries) {
    for (const [column] of query.matchAll(/\b[a-z]\w*_[sdbtg]\b/g)) {
      assert.ok(known.has(column), `${column} is not a column`);
    }
    for (const [, codes = ''] of query.matchAll(/dynamic\(\[([^\]]*)\]\)/g)) {
      for (const [, code = ''] of codes.matchAll(/"(\w+)"/g)) {
        typesChecked += 1;
        assert.ok(LOG_TYPES.has(code), `${code} is not a type`);
      }
    }
    for (const [, category] of query.matchAll(/Category == "([^"]+)"/g)) {
      categoriesChecked += 1;
      assert.ok([...LOG_TYPES.values()].some((type) => type.category === category));
    }
  }
  assert.ok(typesChecked > 5 && categoriesChecked > 0);
});

test('README.md lists every column by the names that both tables give it', () => {
  for (const { name, meaning } of COLUMNS) {
    const own = LOG_TABLE_COLUMNS.find(({ from }) => from === name)?.name;
    assert.match(
      readme,
      new RegExp(`^\\| \`${name}_[sdbt]\` \\| \`${own}\` \\| ${meaning} \\|`, 'm'),
    );
  }
});

test('the numbers that the README promises are those of the program', () => {
  assert.match(readme, new RegExp(`at most the ${MAX_UNSTORED_BATCHES} batches`));
  assert.match(readme, new RegExp(`for all ${LOG_TYPES.size} types`));
  const { fetchUntilMs } = timeBudget(0, 1_000);
  assert.match(readme, new RegExp(`reads for ${fetchUntilMs / 10} % of`));
});

test('every message in the README is one that the program can give', () => {
  const sources = readdirSync(join(root, 'src'), { recursive: true })
    .map(String)
    .filter((path) => path.endsWith('.ts') && !path.startsWith('sandbox'))
    .map((path) => readFileSync(join(root, 'src', path), 'utf8'))
    .join('\n')
    // Long sentences are put together from several lines.
    .replace(/['`] \+\n\s*['`]/g, '');
  const section = readme.slice(readme.indexOf('## When something is wrong'));
  const rows = section.split('\n').filter((line) => line.startsWith('| `'));
  const messages = rows.flatMap((row) =>
    [...(row.split(' | ')[0] ?? '').matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? ''),
  );
  assert.ok(messages.length > 10);
  for (const message of messages) assert.ok(sources.includes(message), `"${message}"`);
});

test('every file that the README links to is there', () => {
  for (const [, target = ''] of readme.matchAll(/\]\((?!https?:)([^)#]+)\)/g)) {
    assert.ok(existsSync(join(root, target)), target);
  }
});

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { validate } from 'webtask-json-validator';
import {
  formatWebtaskJson,
  makeWebtaskJson,
  type PackageFacts,
  readPackageFacts,
} from '../../build/webtask-json.ts';

type Json = Readonly<Record<string, unknown>>;

const committed = readFileSync(join(__dirname, '..', '..', 'webtask.json'), 'utf8');

function webtaskJson(): Json {
  return JSON.parse(committed);
}

/** The validator looks at a package.json, and in it at `auth0-extension`: a flat file always passes. */
function wrap(flat: Json): Json {
  const { name, version, author, description, keywords, repository, ...rest } = flat;
  const top = { name, version, author, description, keywords };
  const schedule = withoutSeconds(String(flat['schedule']));
  return {
    ...(repository === undefined ? top : { ...top, repository }),
    'auth0-extension': { ...rest, schedule },
  };
}

/** The validator knows five fields only; every extension in use has six, the first being the seconds. */
function withoutSeconds(schedule: string): string {
  const [seconds, ...fiveFields] = schedule.split(' ');
  assert.equal(seconds, '0');
  assert.equal(fiveFields.length, 5);
  return fiveFields.join(' ');
}

function secretsOf(flat: Json): Readonly<Record<string, Json>> {
  const secrets: unknown = flat['secrets'];
  assert.ok(typeof secrets === 'object' && secrets !== null);
  return Object.fromEntries(Object.entries(secrets));
}

function auth0Of(flat: Json): Json {
  const auth0: unknown = flat['auth0'];
  assert.ok(typeof auth0 === 'object' && auth0 !== null);
  return { ...auth0 };
}

const packageFacts: PackageFacts = { name: 'some-extension', version: '1.2.3' };

test('webtask.json is what the table and package.json make, so that neither can be forgotten', () => {
  assert.equal(
    committed,
    formatWebtaskJson(makeWebtaskJson()),
    'webtask.json is stale: run `npx tsx build/webtask-json.ts`',
  );
  assert.equal(webtaskJson()['version'], readPackageFacts().version);
});

test("webtask.json passes Auth0's validator", () => {
  const { isValid, errors } = validate(wrap(webtaskJson()), true);
  assert.ok(isValid, JSON.stringify(errors));
});

test("a webtask.json with a repository passes Auth0's validator too", () => {
  const repository = 'https://github.com/someone/some-extension';
  const made: Json = JSON.parse(
    formatWebtaskJson(makeWebtaskJson({ ...packageFacts, repository })),
  );
  const { isValid, errors } = validate(wrap(made), true);
  assert.ok(isValid, JSON.stringify(errors));
});

test('the check refuses broken files, so that passing it means something', () => {
  const flat = webtaskJson();
  const batchSize = secretsOf(flat)['BATCH_SIZE'];
  const withBatchSize = (change: Json): Json => ({
    ...flat,
    secrets: { ...secretsOf(flat), BATCH_SIZE: { ...batchSize, ...change } },
  });
  const broken: readonly Json[] = [
    withBatchSize({ default: '' }),
    withBatchSize({ default: 1000 }),
    withBatchSize({ type: 'number' }),
    withBatchSize({ unit: 'logs' }),
    withBatchSize({ options: [{ value: '1', text: 'one' }] }),
    { ...flat, type: 'application' },
    { ...flat, schedule: '0 1-5 * * * *' },
    { ...flat, title: undefined },
    { ...flat, auth0: { createClient: true, scope: 'read:logs' } },
    { ...flat, auth0: { onInstall: '/.extensions/on-install' } },
    { ...flat, initialUrlPath: ['/login'] },
    { ...flat, version: '1.0' },
  ];
  for (const file of broken) assert.equal(validate(wrap(file), true).isValid, false);
});

test('asks for nothing that Auth0 gives, and hides the secrets that it asks for', () => {
  const secrets = secretsOf(webtaskJson());
  assert.deepEqual(
    Object.keys(secrets).filter((name) => /^AUTH0_|WT_URL$|^EXTENSION_SECRET$/.test(name)),
    [],
  );
  assert.equal(secrets['PAGE_PASSWORD']?.['type'], 'password');
  assert.equal(secrets['PAGE_PASSWORD']?.['required'], undefined);
  assert.equal(secrets['LOGANALYTICS_WORKSPACEKEY']?.['type'], 'password');
  assert.equal(secrets['LOGANALYTICS_CLOUD']?.['type'], 'select');
  assert.equal(secrets['BATCH_SIZE']?.['type'], 'text');
});

test('asks Auth0 for reading logs and nothing more, because a leaked secret could use the rest', () => {
  assert.equal(auth0Of(webtaskJson())['createClient'], true);
  assert.equal(auth0Of(webtaskJson())['scopes'], 'read:logs');
});

test('opens the page by its sign-in, and is told of installations and updates', () => {
  assert.equal(webtaskJson()['initialUrlPath'], '/login');
  assert.equal(auth0Of(webtaskJson())['onInstallPath'], '/.extensions/on-install');
  assert.equal(auth0Of(webtaskJson())['onUpdatePath'], '/.extensions/on-update');
});

test('takes no part in uninstalling, because a failing hook would hinder it', () => {
  assert.equal('onUninstallPath' in auth0Of(webtaskJson()), false);
});

test('warns before uninstalling, because the checkpoint goes too', () => {
  assert.match(String(webtaskJson()['uninstallConfirmMessage']), /deletes the checkpoint/);
});

test('takes every address from the repository in package.json, so that a fork changes one line', () => {
  const forms: readonly NonNullable<PackageFacts['repository']>[] = [
    'https://github.com/someone/fork.of-it',
    'git+https://github.com/someone/fork.of-it.git',
    { url: 'https://github.com/someone/fork.of-it.git' },
  ];
  for (const repository of forms) {
    const made = JSON.parse(JSON.stringify(makeWebtaskJson({ ...packageFacts, repository })));
    assert.equal(made.repository, 'https://github.com/someone/fork.of-it');
    assert.equal(made.docsUrl, 'https://github.com/someone/fork.of-it#readme');
    assert.equal(
      made.codeUrl,
      'https://raw.githubusercontent.com/someone/fork.of-it/main/build/bundle.js',
    );
  }
});

test('refuses a repository whose raw address cannot be known, instead of making a broken file', () => {
  const elsewhere = { ...packageFacts, repository: 'https://git.example.com/someone/it' };
  assert.throws(() => makeWebtaskJson(elsewhere), /should be https:\/\/github\.com\/OWNER\/NAME/);
});

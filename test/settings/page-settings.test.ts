import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  type PageSettings,
  type ParsedPageSettings,
  parsePageSettings,
} from '../../src/settings/page-settings.ts';
import { parseSettings } from '../../src/settings/parse.ts';
import { describeProblems } from '../../src/settings/problems.ts';
import type { SettingName } from '../../src/settings/table.ts';
import { anySettings, texts } from './any-values.ts';
import { validPageValues, validValues } from './valid-values.ts';

const allValid = { ...validValues, ...validPageValues };

function pageWith(values: Readonly<Record<string, unknown>>): ParsedPageSettings {
  return parsePageSettings({ ...allValid, ...values });
}

/** What the page gets of a value that has no problem. */
function settingsOf(values: Readonly<Record<string, unknown>>): PageSettings {
  const { settings, problems } = pageWith(values);
  assert.deepEqual(problems, []);
  return settings;
}

/** What the page gets of a wrong value, which is told as the only problem. */
function settingsDespite(name: SettingName, value: unknown): PageSettings {
  const { settings, problems } = pageWith({ [name]: value });
  assert.deepEqual(
    problems.map(({ setting }) => setting),
    [name],
    `${name} should be refused for ${String(value).slice(0, 80)}`,
  );
  return settings;
}

test('gives the page what is set', () => {
  assert.deepEqual(settingsOf({}), {
    baseUrl: new URL('https://tenant.eu.webtask.run/public-name'),
    hookUrl: new URL('https://tenant.eu.webtask.run/name'),
    authority: { host: 'authority.example.com', origin: 'https://authority.example.com' },
    tenantDomain: 'tenant.eu.auth0.com',
    clientSecret: allValid['AUTH0_CLIENT_SECRET'],
    extensionSecret: allValid['EXTENSION_SECRET'],
    password: allValid['PAGE_PASSWORD'],
  });
});

test('gives settings when nothing is set, and tells no problem, because nothing of the page is required', () => {
  assert.deepEqual(parsePageSettings({}), {
    settings: {
      baseUrl: undefined,
      hookUrl: undefined,
      authority: { host: 'auth0.auth0.com', origin: 'https://auth0.auth0.com' },
      tenantDomain: undefined,
      clientSecret: undefined,
      extensionSecret: undefined,
      password: undefined,
    },
    problems: [],
  });
});

test('takes either address for both when the other is not set or wrong', () => {
  for (const other of ['', undefined, 'http://tenant.eu.webtask.run/name', 7]) {
    const onlyOwn = pageWith({ PUBLIC_WT_URL: other }).settings;
    const onlyPublic = pageWith({ WT_URL: other }).settings;
    for (const [settings, url] of [
      [onlyOwn, allValid['WT_URL']],
      [onlyPublic, allValid['PUBLIC_WT_URL']],
    ] as const) {
      assert.equal(settings.baseUrl?.href, url);
      assert.equal(settings.hookUrl?.href, url);
    }
  }
});

test('takes the slash off the end of the own address, because paths are appended to it', () => {
  const forms = {
    'https://t.eu.webtask.run/name/': 'https://t.eu.webtask.run/name',
    'https://t.eu.webtask.run/api/run/t/name': 'https://t.eu.webtask.run/api/run/t/name',
    'https://t.eu.webtask.run:8443/name': 'https://t.eu.webtask.run:8443/name',
    'http://127.0.0.1:4000/name/': 'http://127.0.0.1:4000/name',
    'http://[::1]:4000': 'http://[::1]:4000/',
    'https://t.eu.webtask.run': 'https://t.eu.webtask.run/',
  };
  for (const [form, href] of Object.entries(forms)) {
    assert.equal(settingsOf({ PUBLIC_WT_URL: form }).baseUrl?.href, href);
    assert.equal(settingsOf({ WT_URL: form }).hookUrl?.href, href);
  }
});

test('refuses an own address that is no plain URL, because people are sent there with tokens', () => {
  for (const wrong of [
    'http://t.eu.webtask.run/name',
    'http://localhost.example.com/name',
    't.eu.webtask.run/name',
    'https://user@t.eu.webtask.run/name',
    'https://t.eu.webtask.run/name?a=b',
    'https://t.eu.webtask.run/name?',
    'https://t.eu.webtask.run/name#',
    'https://t.eu.webtask.run//evil.example.com',
    'https://t.eu.webtask.run/name//',
    'https://t.eu.webtask.run\\@evil.example.com/',
    'javascript:alert(1)',
    'https://',
  ]) {
    settingsDespite('PUBLIC_WT_URL', wrong);
    settingsDespite('WT_URL', wrong);
  }
});

test('takes the authority with or without https, as the platform gives either', () => {
  for (const form of ['auth0.auth0.com', 'https://auth0.auth0.com', 'HTTPS://Auth0.Auth0.com/']) {
    const { authority } = settingsOf({ AUTH0_RTA: form });
    assert.deepEqual(authority, { host: 'auth0.auth0.com', origin: 'https://auth0.auth0.com' });
  }
  assert.deepEqual(settingsOf({ AUTH0_RTA: 'http://localhost:4000/' }).authority, {
    host: 'localhost:4000',
    origin: 'http://localhost:4000',
  });
});

test('has no authority rather than the default in place of a wrong one, because the default might vouch for strangers', () => {
  for (const wrong of [
    'http://auth0.auth0.com',
    'auth0.auth0.com:8443',
    'auth0.auth0.com/authorize',
    'https://user@auth0.auth0.com',
    '10.0.0.1',
    'auth0',
    'localhost:4000',
    'x'.repeat(3_000),
  ]) {
    assert.equal(settingsDespite('AUTH0_RTA', wrong).authority, undefined);
  }
});

test('takes a password of any script with 16 to 512 characters, as people count them', () => {
  for (const password of [
    'correct horse battery staple',
    'x'.repeat(16),
    'x'.repeat(512),
    'Gänsefüßchen»16«',
    '😀'.repeat(16),
  ]) {
    assert.equal(settingsOf({ PAGE_PASSWORD: ` ${password}\n` }).password, password);
  }
});

test('has no password rather than one that is short or holds what nobody sees', () => {
  for (const wrong of [
    'x'.repeat(15),
    '😀'.repeat(15),
    'x'.repeat(513),
    `${'x'.repeat(20)}\0`,
    `two\nlines-of-a-password`,
    `${'x'.repeat(10)}\u200b${'x'.repeat(10)}`,
    `${'x'.repeat(20)}\ud83d`,
    1234567890123456,
    ['x'.repeat(20)],
  ]) {
    assert.equal(settingsDespite('PAGE_PASSWORD', wrong).password, undefined);
  }
});

test('takes every text as the secret of the platform, because nothing is known of its form', () => {
  for (const secret of ['x', 'ä b\nc', 'x'.repeat(2048)]) {
    assert.equal(settingsOf({ EXTENSION_SECRET: secret }).extensionSecret, secret);
  }
  assert.equal(settingsDespite('EXTENSION_SECRET', 'x'.repeat(2049)).extensionSecret, undefined);
});

test('does without what the export has wrong as well, and tells it', () => {
  assert.equal(settingsDespite('AUTH0_DOMAIN', 'tenant').tenantDomain, undefined);
  assert.equal(settingsDespite('AUTH0_CLIENT_SECRET', 'two words').clientSecret, undefined);
});

test('tells nothing of settings that the page does not use', () => {
  settingsOf({ BATCH_SIZE: '0', LOGANALYTICS_WORKSPACEID: 'x', AUTH0_CLIENT_ID: 'a b' });
});

test('never stops the export, whatever is wrong with the page', () => {
  const names = Object.keys(validPageValues);
  const anyPageValues = fc.record(
    Object.fromEntries(names.map((name) => [name, fc.oneof(texts, fc.anything())])),
  );
  const without = parseSettings(validValues);
  assert.ok(without.ok);
  fc.assert(
    fc.property(anyPageValues, (some) => {
      assert.deepEqual(parseSettings({ ...validValues, ...some }), without);
    }),
  );
});

test('gives page settings for any values, each as promised or absent with a problem', () => {
  fc.assert(
    fc.property(anySettings, (some) => {
      const { settings, problems } = parsePageSettings({ ...allValid, ...some });
      for (const url of [settings.baseUrl, settings.hookUrl]) {
        if (url === undefined) continue;
        assert.match(url.href, /^https?:\/\/[^/?#@]+\/(?:[^/?#]+(?:\/[^/?#]+)*)?$/);
      }
      const { authority, password } = settings;
      if (authority !== undefined) assert.equal(new URL(authority.origin).host, authority.host);
      if (password !== undefined) assert.ok(Array.from(password).length >= 16);
      const wrong = problems.map(({ setting }) => setting);
      assert.equal(new Set(wrong).size, wrong.length);
      assert.ok(!wrong.includes('PAGE_PASSWORD') || password === undefined);
      assert.ok(!wrong.includes('AUTH0_RTA') || authority === undefined);
      assert.doesNotMatch(
        describeProblems(problems).replaceAll('\n', ''),
        /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u,
      );
    }),
    { numRuns: 300 },
  );
});

test('never shows a secret of the page in a problem, neither of the page nor of the export', () => {
  const secretNames = ['PAGE_PASSWORD', 'EXTENSION_SECRET', 'AUTH0_CLIENT_SECRET'] as const;
  const marked = fc.string({ unit: 'binary', maxLength: 40 }).map((text) => `§${text}§`);
  fc.assert(
    fc.property(fc.constantFrom(...secretNames), marked, (name, secret) => {
      const wrong = { AUTH0_DOMAIN: secret, AUTH0_RTA: `x${secret}`, BATCH_SIZE: ` ${secret}x` };
      const values = { ...allValid, ...wrong, PUBLIC_WT_URL: `https://${secret}`, [name]: secret };
      const parsed = parseSettings(values);
      assert.ok(!parsed.ok);
      const told = [...parsed.problems, ...parsePageSettings(values).problems];
      assert.ok(told.length >= 5);
      assert.ok(!describeProblems(told).includes('§'), describeProblems(told));
    }),
  );
});

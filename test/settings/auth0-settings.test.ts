import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertRefused, problemWith, settingsWith } from './valid-values.ts';

function domainOf(value: string): readonly [string, string] {
  const { domain, origin } = settingsWith({ AUTH0_DOMAIN: value }).auth0;
  return [domain, origin];
}

test('takes the domain in the forms that people copy, because all mean the same tenant', () => {
  const forms = [
    'tenant.eu.auth0.com',
    'https://tenant.eu.auth0.com',
    'https://tenant.eu.auth0.com/',
    'tenant.eu.auth0.com/',
    '  TENANT.eu.Auth0.com\n',
    'HTTPS://tenant.eu.auth0.com:443/',
  ];
  for (const form of forms) {
    assert.deepEqual(domainOf(form), ['tenant.eu.auth0.com', 'https://tenant.eu.auth0.com']);
  }
});

test('takes http for loopback hosts, because the sandbox runs there', () => {
  const forms = {
    'http://127.0.0.1:4000': '127.0.0.1:4000',
    'http://127.255.0.3:4000/': '127.255.0.3:4000',
    'http://localhost:4000': 'localhost:4000',
    'http://[::1]:4000/': '[::1]:4000',
    'http://localhost': 'localhost',
  };
  for (const [form, domain] of Object.entries(forms)) {
    assert.deepEqual(domainOf(form), [domain, `http://${domain}`]);
  }
});

test('refuses http for every other host, because the client secret would travel in clear', () => {
  assertRefused('AUTH0_DOMAIN', [
    'http://tenant.eu.auth0.com',
    'http://127.0.0.1.example.com',
    'http://localhost.example.com',
    'http://128.0.0.1',
    'http://10.0.0.1:4000',
    'http://[::2]:4000',
    'http://0.0.0.0:4000',
    'http://127.0.0.1@example.com',
    'http://example.com#localhost',
  ]);
});

test('refuses what is no bare tenant domain, because the audience is made from it', () => {
  assertRefused('AUTH0_DOMAIN', [
    'tenant',
    'localhost:4000',
    '127.0.0.1',
    '10.0.0.1',
    'https://10.0.0.1',
    'tenant.eu.auth0.com:8443',
    'tenant.eu.auth0.com.',
    '.eu.auth0.com',
    '-tenant.eu.auth0.com',
    'tenant..auth0.com',
    'tenant.eu.auth0.com/api/v2',
    'https://tenant.eu.auth0.com/api/v2/',
    'https://tenant.eu.auth0.com/?a=b',
    'https://tenant.eu.auth0.com/#',
    'https://user:pass@tenant.eu.auth0.com',
    'ftp://tenant.eu.auth0.com',
    'https:tenant.eu.auth0.com',
    'https:\\\\tenant.eu.auth0.com',
    'tenänt.eu.auth0.com',
    'tenant.eu.auth0.com\r\nx-evil: 1',
    'ten ant.eu.auth0.com',
    '%74enant.eu.auth0.com',
    'https://',
    'http://localhost:99999',
    `${'a'.repeat(64)}.auth0.com`,
    `${'a.'.repeat(200)}auth0.com`,
  ]);
});

test('names the forms of the domain when it is wrong, so that one can be chosen', () => {
  const problem = problemWith('AUTH0_DOMAIN', 'https://tenant.eu.auth0.com/api/v2/');
  assert.match(problem.expected, /domain, with or without https:\/\/ and without a path/);
  assert.equal(problem.came, '"https://tenant.eu.auth0.com/api/v2/"');
  assert.equal(problem.advice, 'Correct it, for example tenant.eu.auth0.com.');
});

test('takes the client as it is, apart from white space around it', () => {
  const { auth0 } = settingsWith({ AUTH0_CLIENT_ID: ' Abc_1 ', AUTH0_CLIENT_SECRET: '\tx~-_y\n' });
  assert.equal(auth0.clientId, 'Abc_1');
  assert.equal(auth0.clientSecret, 'x~-_y');
});

test('refuses a client with spaces, control or other characters, because it was pasted wrongly', () => {
  const wrong = ['a b', 'a\nb', 'a\u0000b', 'ä', 'a\u200bb', 'x'.repeat(513)];
  assertRefused('AUTH0_CLIENT_ID', wrong);
  assertRefused('AUTH0_CLIENT_SECRET', wrong);
});

test('says that Auth0 gives its own settings, because nobody can type them into the dashboard', () => {
  for (const name of ['AUTH0_DOMAIN', 'AUTH0_CLIENT_ID', 'AUTH0_CLIENT_SECRET'] as const) {
    const problem = problemWith(name, undefined);
    assert.equal(problem.came, 'nothing');
    assert.match(problem.advice, /Auth0 gives it to an installed extension/);
  }
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { maskSecrets } from '../../src/records/mask.ts';

const RANDOM = 'Ab3dEf6hIj9kLm2nOpQrSt';
const HEX = '0123456789abcdef0123456789abcdef';
const GITHUB = 'abcdefghijklmnopqrstuvwxyz0123456789';

type Cases = readonly (readonly [string, string])[];

const NAMES: Cases = [
  ['pw=x&a=1', 'pw=*****&a=1'],
  ['db_pw: x1', 'db_pw: *****'],
  ['"\\npw=x1 "', '"\\npw=***** "'],
  ['security_answer=x&a=1', 'security_answer=*****&a=1'],
  ['_csrf=x&state=y&nonce=z&sid=s&session_id=w', '_csrf=*****&state=y&nonce=z&sid=s&session_id=w'],
  ['xsrf=x', 'xsrf=*****'],
  ['p12=x', 'p12=*****'],
  ['auth=x&a=1', 'auth=*****&a=1'],
  ['creds: x1', 'creds: *****'],
  [
    'cut {"credentials":{"jti":"x"},"auth":"y","creds":["a","b"],"n":1',
    'cut {"credentials":{"jti":"x"},"auth":"*****","creds":*****,"n":1',
  ],
];

const ADDRESSES: Cases = [
  ['postgres://u:p@REST@h/db', 'postgres://u:*****@h/db'],
  ['postgres://u:p@h/a@b', 'postgres://u:*****@h/a@b'],
  ['"postgres://u:p@REST@h" a@b', '"postgres://u:*****@h" a@b'],
  [`https://${RANDOM}@h/x`, 'https://*****@h/x'],
  [`https://${RANDOM}:x@h/x`, 'https://*****@h/x'],
  [`https://${HEX}@h/x`, 'https://*****@h/x'],
  ['https://first.last@h/x', 'https://first.last@h/x'],
  ['https://a/?invitation=x&organization=o', 'https://a/?invitation=*****&organization=o'],
  ['https://a/?ticket=x&b=1', 'https://a/?ticket=*****&b=1'],
  [`https://a/?key=${RANDOM}&b=1`, 'https://a/?key=*****&b=1'],
  ['https://a/?key=users&b=1', 'https://a/?key=users&b=1'],
  [
    'https://hooks.slack.com/services/T0/B0/xyz failed',
    'https://hooks.slack.com/services/***** failed',
  ],
  ['hooks.slack.com/services/T0/B0/xyz', 'hooks.slack.com/services/*****'],
  [
    'u=https%3A%2F%2Fhooks.slack.com%2Fservices%2FT0%2FB0%2Fxyz%26a',
    'u=https%3A%2F%2Fhooks.slack.com%2Fservices%2F*****%26a',
  ],
];

const TOKENS: Cases = [
  [`used ghp_${GITHUB} here`, 'used ***** here'],
  [`ghs_${GITHUB}`, '*****'],
  ['github_pat_11ABCDEFG0abcdefghijk_lmnop', '*****'],
  [`highp_${GITHUB} x`, `highp_${GITHUB} x`],
  ['xoxb-1234567890-abcdef', '*****'],
  ['a%3Dxoxp-1234567890-abcdef', 'a%3D*****'],
  ['xoxa-2-1234567890-abcdef x', '***** x'],
];

const MARKUP: Cases = [
  ['<password>a b</password>', '<password>*****</password>'],
  ['<a><w:Password Type="x">s</w:Password></a>', '<a><w:Password Type="x">*****</w:Password></a>'],
  ['<password><![CDATA[a<b]]></password>', '<password><![CDATA[*****]]></password>'],
  ['&lt;password&gt;s&lt;/password&gt;', '&lt;password&gt;*****&lt;/password&gt;'],
  ['%3Cpassword%3Es%3C%2Fpassword%3E', '%3Cpassword%3E*****%3C%2Fpassword%3E'],
  ['\\u003cpin\\u003e1\\u003c/pin\\u003e x', '\\u003cpin\\u003e*****\\u003c/pin\\u003e x'],
  ['<password>abc', '<password>*****'],
  ['<token>true</token>', '<token>true</token>'],
  ['<code>invalid_request</code>', '<code>invalid_request</code>'],
  [`<code>${RANDOM}</code>`, '<code>*****</code>'],
  ['<credentials>\n<user>u</user></credentials>', '<credentials>\n<user>u</user></credentials>'],
  ['use --token <token> and <b>x</b>', 'use --token <token> and <b>x</b>'],
  ['<input name="wresult" value="a&lt;b">', '<input name="wresult" value="*****">'],
  ["<add key='password' value='x'/>", "<add key='password' value='*****'/>"],
  ['<input name="password" type="password">', '<input name="password" type="password">'],
  ['cut {"name":"password","value":"x","n":1', 'cut {"name":"password","value":"*****","n":1'],
];

const FORMS: Cases = [
  [
    'form-data; name="password"\r\n\r\nva lue\r\n--b--',
    'form-data; name="password"\r\n\r\n*****\r\n--b--',
  ],
  [
    'x "; name=\\"token\\"\\r\\nContent-Type: text/plain\\r\\n\\r\\nvalue\\r\\n--b--" y',
    'x "; name=\\"token\\"\\r\\nContent-Type: text/plain\\r\\n\\r\\n*****\\r\\n--b--" y',
  ],
  ['form-data; name="password"\r\n\r\n\r\n--b', 'form-data; name="password"\r\n\r\n\r\n--b'],
  ['form-data; name="user"\r\n\r\nx\r\n--b', 'form-data; name="user"\r\n\r\nx\r\n--b'],
];

const COMMANDS: Cases = [
  ['mysql --password hunter2 -h x', 'mysql --password ***** -h x'],
  ['run --client-secret "a b" x', 'run --client-secret "*****" x'],
  ['the option --password is required', 'the option --password is required'],
  ['run --password --verbose', 'run --password --verbose'],
  ['curl -u user:pa55 https://h', 'curl -u user:***** https://h'],
  ['curl -u "user:p w" h', 'curl -u "user:*****" h'],
  ['curl --user user:pa55 h', 'curl --user user:***** h'],
  ['curl -uuser:pa55 h', 'curl -uuser:***** h'],
  ['x -u https://h/x', 'x -u https://h/x'],
];

const SENTENCES: Cases = [
  ['authorization: denied', 'authorization: denied'],
  ['authorization: denied for user u', 'authorization: denied for user u'],
  ['Device authorization: user denied access', 'Device authorization: user denied access'],
  ['Authorization: abc', 'Authorization: *****'],
  ['cookie: user=abc; b=c', 'cookie: *****'],
  ['auth: failed', 'auth: failed'],
];

const groups: readonly (readonly [string, Cases])[] = [
  ['a value after its name', NAMES],
  ['an address', ADDRESSES],
  ['a token known by its beginning', TOKENS],
  ['XML and HTML', MARKUP],
  ['a form of several parts', FORMS],
  ['a command line', COMMANDS],
  ['a sentence, which stays readable', SENTENCES],
];

for (const [name, cases] of groups) {
  describe(`maskSecrets, in ${name}`, () => {
    for (const [text, expected] of cases) {
      it(JSON.stringify(text).slice(0, 70), () => {
        assert.equal(maskSecrets(text), expected);
        assert.equal(maskSecrets(expected), expected, 'and has nothing to do a second time');
      });
    }
  });
}

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { maskSecrets } from '../../src/records/mask.ts';

const JWT = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhdXRoMHwxIn0.c2lnbmF0dXJlLW9mLWl0';

const texts: readonly (readonly [string, string])[] = [
  ['Authorization header was Bearer abc123', 'Authorization header was Bearer *****'],
  ['Bearer abcdefgh', 'Bearer *****'],
  ['used basic dXNlcjpwYXNz today', 'used basic ***** today'],
  [`jwt ${JWT} expired`, 'jwt ***** expired'],
  [`https://a.example/${JWT}`, 'https://a.example/*****'],
  ['https://user:pa55@a.example/x', 'https://user:*****@a.example/x'],
  ['https://a.example:8080/x@y', 'https://a.example:8080/x@y'],
  [
    'https://a.example/?access_token=abc&state=1#x',
    'https://a.example/?access_token=*****&state=1#x',
  ],
  ['#id_token=abc&token_type=Bearer', '#id_token=*****&token_type=Bearer'],
  [
    'grant_type=password&username=u&password=a%26b',
    'grant_type=password&username=u&password=*****',
  ],
  ['user%5Bpassword%5D=x&b=1', 'user%5Bpassword%5D=*****&b=1'],
  ['user[password]=x', 'user[password]=*****'],
  [
    'returnTo=https%3A%2F%2Fa%3Faccess_token%3Dabc%26state%3D1',
    'returnTo=https%3A%2F%2Fa%3Faccess_token%3D*****%26state%3D1',
  ],
  [
    'q=%7B%22password%22%3A%22x%22%2C%22a%22%3A1%7D',
    'q=%7B%22password%22%3A%22*****%22%2C%22a%22%3A1%7D',
  ],
  ['{"password":"x","a":"b"}', '{"password":"*****","a":"b"}'],
  ['{"password":"x\\"y\\\\","a":"b"}', '{"password":"*****","a":"b"}'],
  ['{"otp":123456,"a":1}', '{"otp":"*****","a":1}'],
  ['{"p\\u0061ssword":"x"}', '{"password":"*****"}'],
  ['{"password":"x","password":null}', '{"password":"*****","password":null}'],
  ['"{\\"password\\":\\"x\\"}"', '"{\\"password\\":\\"*****\\"}"'],
  [
    '{"body":"{\\"secret\\":\\"x\\",\\"n\\":1}"}',
    '{"body":"{\\"secret\\":\\"*****\\",\\"n\\":1}"}',
  ],
  [
    'sent {"body":"{\\"password\\":\\"x\\\\\\"y\\",\\"n\\":1}"} in vain',
    'sent {"body":"{\\"password\\":\\"*****\\",\\"n\\":1}"} in vain',
  ],
  ['sent {\\\\\\"token\\\\\\":\\\\\\"x\\\\\\"}', 'sent {\\\\\\"token\\\\\\":\\\\\\"*****\\\\\\"}'],
  ['failed with {"tokens":["a","b]"],"n":1}', 'failed with {"tokens":*****,"n":1}'],
  ["{ password: 'x y', n: 1 }", "{ password: '*****', n: 1 }"],
  ['password: hunter2', 'password: *****'],
  ['cut off {"password":"abc', 'cut off {"password":"*****'],
  [
    'POST /\r\nAuthorization: Digest a="x", b="y"\r\nHost: h',
    'POST /\r\nAuthorization: *****\r\nHost: h',
  ],
  ['Cookie: a=b; c="d e"; f', 'Cookie: *****'],
  ['curl -H "Authorization: Bearer x" -d 1', 'curl -H "Authorization: *****" -d 1'],
  ['x -----BEGIN RSA PRIVATE KEY-----\nMII\n-----END RSA PRIVATE KEY----- y', 'x ***** y'],
  ['-----BEGIN PRIVATE KEY-----\nMII', '*****'],
  ['-----BEGIN CERTIFICATE-----\nMII', '-----BEGIN CERTIFICATE-----\nMII'],
  ['cb?code=Ab3dEf6hIj9kLm2nOpQrSt&state=x', 'cb?code=*****&state=x'],
  ['cb?code=invalid_request&state=x', 'cb?code=invalid_request&state=x'],
  ['password=true', 'password=true'],
];

describe('maskSecrets, in a text', () => {
  for (const [text, expected] of texts) {
    it(`finds what is secret in: ${JSON.stringify(text).slice(0, 70)}`, () => {
      assert.equal(maskSecrets(text), expected);
      assert.equal(maskSecrets(expected), expected, 'and has nothing to do a second time');
    });
  }
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { describeUserAgent } from '../../src/records/user-agent.ts';

const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_4_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Mobile/15E148 Safari/604.1';
const CHROME =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36';

describe('describeUserAgent', () => {
  const cases: readonly (readonly [string, object])[] = [
    [
      'Chrome 130.0.0 / Windows 10.0.0',
      {
        os: 'Windows',
        os_version: '10.0.0',
        browser: 'Chrome',
        browser_version: '130.0.0',
        device: 'desktop',
      },
    ],
    [
      'Mobile Safari 17.4 / iOS 17.4.1',
      {
        os: 'iOS',
        os_version: '17.4.1',
        browser: 'Mobile Safari',
        browser_version: '17.4',
        device: 'mobile',
      },
    ],
    [
      'Chrome 120.0.0 / Mac OS X 10.15.7',
      {
        os: 'Mac OS X',
        os_version: '10.15.7',
        browser: 'Chrome',
        browser_version: '120.0.0',
        device: 'desktop',
      },
    ],
    [
      'okhttp 4.9 / Android 14',
      {
        os: 'Android',
        os_version: '14',
        browser: 'okhttp',
        browser_version: '4.9',
        device: 'mobile',
      },
    ],
    [
      'Googlebot 2.1.0 / Other 0.0.0',
      { browser: 'Googlebot', browser_version: '2.1.0', device: 'bot' },
    ],
    ['Other 0.0.0 / Linux 0.0.0', { os: 'Linux', device: 'desktop' }],
    ['Other 0.0.0 / Other 0.0.0', {}],
    [
      IPHONE,
      {
        os: 'iOS',
        os_version: '17.4.1',
        browser: 'Safari',
        browser_version: '17.4',
        device: 'Apple iPhone',
      },
    ],
    [
      CHROME,
      {
        os: 'Windows',
        os_version: '10',
        browser: 'Chrome',
        browser_version: '130.0.0.0',
        device: 'desktop',
      },
    ],
    [
      'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
      { browser: 'Googlebot', browser_version: '2.1', device: 'bot' },
    ],
    ['curl/8.4.0', { browser: 'curl', browser_version: '8.4.0' }],
    ['python-requests/2.31.0', { browser: 'python-requests', browser_version: '2.31.0' }],
    ['node.js/v18.2.0 (dashboard)', { browser: 'node.js', browser_version: '18.2.0' }],
    ['', {}],
    ['unknown', {}],
    ['__proto__', {}],
    [' / ', {}],
  ];
  for (const [text, expected] of cases) {
    it(`understands ${JSON.stringify(text).slice(0, 60)}`, () => {
      assert.deepEqual(describeUserAgent(text), expected);
      assert.deepEqual(describeUserAgent(text), expected, 'from memory too');
    });
  }

  it('leaves texts alone that are longer than any user agent', () => {
    assert.deepEqual(describeUserAgent(`${CHROME}${'x'.repeat(1000)}`), {});
  });

  it('never throws, and reads hostile texts in little time', () => {
    const columns = new Set(['os', 'os_version', 'browser', 'browser_version', 'device']);
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 1200 }), (text) => {
        const found = Object.entries(describeUserAgent(text));
        for (const [name, value] of found) assert.ok(columns.has(name) && value.length > 0);
      }),
    );
    const start = performance.now();
    for (const piece of ['a', ' ', '/', '(', 'Mozilla/', '1.', 'Android ', ';']) {
      for (let i = 0; i < 20; i += 1) describeUserAgent(`${i}${piece.repeat(990 / piece.length)}`);
    }
    // A watchdog against a pattern that searches again and again, far above the usual time.
    assert.ok(performance.now() - start < 10_000);
  });
});

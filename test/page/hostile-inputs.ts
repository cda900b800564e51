/** What somebody may put where a place, a name or a number is expected. */

export const HOSTILE_TEXTS = [
  '"><script>alert(1)</script>',
  '__proto__',
  '%00\0\r\nset-cookie: x=y',
  ...['0', '-1d', '1e9d', '99999999999999d', '2026-13-45', '275760-09-13T00:00:01Z', 'now', 'NOW '],
  ...['9'.repeat(56), '9'.repeat(300), 'x'.repeat(10_000), '🙂', '9007199254740993h', 'Infinity'],
];

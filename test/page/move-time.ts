/** Moves the time of the extension, which runs in the same process as its test. */

import type { TestContext } from 'node:test';

/** Until the end of the test; servers that were started before keep the real time. */
export function moveTime(t: TestContext, byMs: number): void {
  const real = Date.now;
  t.mock.method(Date, 'now', () => real() + byMs);
}

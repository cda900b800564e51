/** Lends tests a real browser, where there is one. */

import type { TestContext } from 'node:test';
import type { BrowserContext, BrowserContextOptions } from 'playwright-core';
import { browserPath, openBrowser } from './open-browser.ts';

/** Why a test that needs a browser is skipped; where CI runs it is not, and so fails without one. */
export const skip =
  browserPath === undefined &&
  process.env['CI'] === undefined &&
  'no Chromium was found: install it, or name its place in CHROMIUM_PATH';

/** A browser with a fresh profile, for the time of a test. */
export async function lendBrowser(
  t: TestContext,
  options: BrowserContextOptions = {},
): Promise<BrowserContext> {
  const { context, close } = await openBrowser(options);
  t.after(close);
  return context;
}

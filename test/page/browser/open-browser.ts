/** Opens a real browser with a fresh profile, where there is one. */

import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, type BrowserContextOptions, chromium } from 'playwright-core';

const PLACES = [
  process.env['CHROMIUM_PATH'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** What is not there by then will never be. */
const TIMEOUT_MS = 15_000;

/** Where a browser is; `undefined` when none was found. */
export const browserPath = PLACES.find((path) => path !== undefined && existsSync(path));

export interface OpenBrowser {
  readonly context: BrowserContext;
  close(): Promise<void>;
}

export async function openBrowser(options: BrowserContextOptions = {}): Promise<OpenBrowser> {
  if (browserPath === undefined) {
    throw new Error('No Chromium was found: install it, or name its place in CHROMIUM_PATH.');
  }
  const profile = await mkdtemp(join(tmpdir(), 'page-browser-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: browserPath,
    args: FLAGS,
    timezoneId: 'Europe/Berlin',
    locale: 'en-GB',
    ...options,
  });
  context.setDefaultTimeout(TIMEOUT_MS);
  return {
    context,
    async close() {
      await context.close();
      await rm(profile, { recursive: true, force: true });
    },
  };
}

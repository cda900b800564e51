/** `npm run pictures`: the pictures of the page in the README, taken from the built extension. */

import { join } from 'node:path';
import { SANDBOX_WORKSPACE_ID, SANDBOX_WORKSPACE_KEY } from '../../../src/sandbox/credentials.ts';
import { startHost } from '../../../src/sandbox/webtask-host.ts';
import { BUNDLE } from '../../extension.ts';
import { PASSWORD } from '../page-extension.ts';
import { openBrowser } from './open-browser.ts';
import { pastRuns } from './past-runs.ts';

const FOLDER = join(__dirname, '../../../docs');
const WIDTH = 1180;

/** As much as tells what the page is. */
const HEIGHTS = { overview: 1_000, runs: 800 } as const;

async function takePictures(): Promise<void> {
  const host = await startHost({
    bundlePath: BUNDLE,
    storage: { initial: pastRuns(Date.now()) },
    givesPublicUrl: true,
    secrets: {
      AUTH0_DOMAIN: 'example.eu.auth0.com',
      AUTH0_CLIENT_ID: 'aBcDeFgHiJkLmNoPqRsTuVwXyZ012345',
      AUTH0_CLIENT_SECRET: 'no-real-secret-4f1d09c2',
      LOGANALYTICS_WORKSPACEID: SANDBOX_WORKSPACE_ID,
      LOGANALYTICS_WORKSPACEKEY: SANDBOX_WORKSPACE_KEY,
      LOGANALYTICS_NAMESPACE: 'Auth0Logs',
      PAGE_PASSWORD: PASSWORD,
    },
  });
  try {
    for (const colorScheme of ['light', 'dark'] as const) {
      await takeIn(host.url, colorScheme);
    }
  } finally {
    await host.stop();
  }
}

async function takeIn(url: string, colorScheme: 'light' | 'dark'): Promise<void> {
  const { context, close } = await openBrowser({ colorScheme });
  try {
    const page = context.pages()[0] ?? (await context.newPage());
    await page.goto(`${url}/login`);
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in with the password' }).click();
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    for (const [name, height] of Object.entries(HEIGHTS)) {
      await page.setViewportSize({ width: WIDTH, height });
      await page.goto(name === 'overview' ? `${url}/` : `${url}/${name}`);
      await page.screenshot({ path: join(FOLDER, `page-${name}-${colorScheme}.png`) });
    }
  } finally {
    await close();
  }
}

takePictures().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});

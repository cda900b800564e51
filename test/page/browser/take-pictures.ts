/** `npm run pictures`: the pictures of the page in the README, taken from the built extension. */

import { join } from 'node:path';
import type { State } from '../../../src/engine/state.ts';
import { SANDBOX_WORKSPACE_ID, SANDBOX_WORKSPACE_KEY } from '../../../src/sandbox/credentials.ts';
import { ingestionSecretsFor } from '../../../src/sandbox/ingestion-secrets.ts';
import { startHost } from '../../../src/sandbox/webtask-host.ts';
import { BUNDLE } from '../../extension.ts';
import { PASSWORD } from '../page-extension.ts';
import { twoDestinations } from '../two-destinations.ts';
import { openBrowser } from './open-browser.ts';
import { pastRuns } from './past-runs.ts';

const FOLDER = join(__dirname, '../../../docs');
const WIDTH = 1180;

/** As much of each page as tells what it is. */
type Heights = Readonly<Record<string, number>>;

const SECRETS = {
  AUTH0_DOMAIN: 'example.eu.auth0.com',
  AUTH0_CLIENT_ID: 'aBcDeFgHiJkLmNoPqRsTuVwXyZ012345',
  AUTH0_CLIENT_SECRET: 'no-real-secret-4f1d09c2',
  LOGANALYTICS_WORKSPACEID: SANDBOX_WORKSPACE_ID,
  LOGANALYTICS_WORKSPACEKEY: SANDBOX_WORKSPACE_KEY,
  LOGANALYTICS_NAMESPACE: 'Auth0Logs',
  PAGE_PASSWORD: PASSWORD,
};

/** In the middle of the switch from one API to the other. */
const BOTH = {
  ...ingestionSecretsFor('https://dcr-auth0-a1b2.eastus-1.ingest.monitor.azure.com'),
  AZURE_AUTHORITY_HOST: '',
  LOGANALYTICS_DESTINATION: 'both',
};

async function takePictures(): Promise<void> {
  const nowMs = Date.now();
  await takeOf(pastRuns(nowMs), SECRETS, { overview: 1_000, runs: 800 });
  await takeOf(twoDestinations(nowMs, true), { ...SECRETS, ...BOTH }, { switch: 1_900 });
}

async function takeOf(
  initial: State,
  secrets: Readonly<Record<string, string>>,
  heights: Heights,
): Promise<void> {
  const host = await startHost({
    bundlePath: BUNDLE,
    storage: { initial },
    givesPublicUrl: true,
    secrets,
  });
  try {
    for (const colorScheme of ['light', 'dark'] as const) {
      await takeIn(host.url, colorScheme, heights);
    }
  } finally {
    await host.stop();
  }
}

async function takeIn(url: string, colorScheme: 'light' | 'dark', heights: Heights): Promise<void> {
  const { context, close } = await openBrowser({ colorScheme });
  try {
    const page = context.pages()[0] ?? (await context.newPage());
    await page.goto(`${url}/login`);
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in with the password' }).click();
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    for (const [name, height] of Object.entries(heights)) {
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

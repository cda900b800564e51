/** Names the concrete parts behind what the page needs. */

import type { ServerResponse } from 'node:http';
import {
  findOldestLog,
  runExport,
  runReplay,
  runWithProblems,
  testConnections,
} from './assemble.ts';
import type { StateStore } from './engine/walls.ts';
import { createHttpClient } from './http/node-fetch-client.ts';
import { pageAssets } from './page/assets.ts';
import { sendResponse } from './page/http/send-response.ts';
import { answerPage } from './page/page.tsx';
import type { PageMemory, PageWork } from './page/page-parts.ts';
import { createSignInMemory } from './page/sign-in/sign-in-memory.ts';
import { createSeal } from './seal/seal.ts';
import { createVault } from './seal/vault.ts';
import { parseSettings } from './settings/parse.ts';
import { describeProblems } from './settings/problems.ts';
import { createSystemClock } from './system-clock.ts';

/** Somebody waits for the page; it says less without the answer. */
const OLDEST_LOG_TIMEOUT_MS = 3_000;

const memory: PageMemory = { signIn: createSignInMemory(), oldestLog: {} };

/** Answers a request for the page that is served under `prefix`. */
export async function answerByPage(
  values: Readonly<Record<string, unknown>>,
  store: StateStore,
  prefix: string,
  request: Request,
  res: ServerResponse,
): Promise<void> {
  const http = createHttpClient();
  try {
    const clock = createSystemClock();
    const work = createPageWork(values, store);
    const parts = { values, store, clock, http, work, memory, assets: pageAssets, prefix };
    await sendResponse(await answerPage(parts, request), res);
  } finally {
    http.close();
  }
}

function createPageWork(values: Readonly<Record<string, unknown>>, store: StateStore): PageWork {
  const parsed = parseSettings(values);
  if (!parsed.ok) {
    const { problems } = parsed;
    const report = (by: string) =>
      runWithProblems(problems, store, { trigger: 'administrator', by });
    return {
      runExport: report,
      runReplay: report,
      testConnections: async () => [
        { what: 'sign-in', isOk: false, text: describeProblems(problems) },
      ],
      oldestLogAtMs: async () => undefined,
      openDeadLetter: () => undefined,
    };
  }
  const { settings } = parsed;
  const vault = createVault(createSeal(settings.auth0.clientSecret, 'dead letter'));
  return {
    runExport: (by) => runExport(settings, store, { trigger: 'administrator', by }),
    runReplay: (by, deadLetters) =>
      runReplay(settings, store, { trigger: 'administrator', by }, deadLetters),
    testConnections: () => testConnections(settings),
    async oldestLogAtMs({ tokens }) {
      const found = await findOldestLog(settings, tokens, OLDEST_LOG_TIMEOUT_MS);
      return found.status === 'found' ? found.atMs : undefined;
    },
    openDeadLetter: ({ content }) =>
      content === undefined ? undefined : vault.unlock(content)?.toString('utf8'),
  };
}

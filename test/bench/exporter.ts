/** The exporter itself: the committed bundle, called until it is caught up. */

import { EventEmitter } from 'node:events';
import { WebtaskDocument } from '../../src/sandbox/webtask-storage.ts';
import type { webtask } from '../../src/webtask.ts';
import { benchSecrets, type Contender } from './contender.ts';

export const exporter: Contender = async (course) => {
  // The bundle is a plain CommonJS module, which the type of its source describes.
  const extension = require(course.bundlePath) as typeof webtask;
  const storage = new WebtaskDocument({ latencyMs: 5 });
  const secrets = { ...benchSecrets(course), MAX_RUN_SECONDS: '25', MIN_INTERVAL_SECONDS: '0' };

  const callOnce = (): Promise<string> =>
    new Promise((resolve) => {
      const req = Object.assign(new EventEmitter(), {
        method: 'POST',
        url: '/bench',
        resume: () => {},
        x_wt: { container: 'bench', jtn: 'bench', url_format: 3 },
      });
      const res = { setHeader: () => {}, end: resolve };
      // Only what the extension uses of a request and an answer is there.
      extension({ secrets, storage: storage.open() }, req as never, res as never);
    });

  for (;;) {
    const outcome = await callOnce();
    if (outcome === 'caught-up') return;
    if (outcome !== 'out-of-time') throw new Error(`A run ended as ${outcome}.`);
  }
};

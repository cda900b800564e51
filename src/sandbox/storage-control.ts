/** The host's endpoints under `/sandbox/`: the stored document, seen and changed from outside. */

import { type Call, jsonAnswer, type Reply } from './http/answer.ts';
import { controlReply, postedObject } from './http/control-routes.ts';
import { parseJson, textIn } from './http/json-input.ts';
import { STORAGE_FAULTS, type WebtaskDocument } from './webtask-storage.ts';

const replyOf = (call: Call, storage: WebtaskDocument): Reply | undefined =>
  controlReply(call, {
    /** `null` when nothing is stored. */
    'GET /sandbox/storage': () => storage.peek() ?? null,
    'PUT /sandbox/storage': ({ body }) => storage.replace(parseJson(body.toString('utf8'))),
    'GET /sandbox/counters': () => storage.counters(),
    /** `{ "operation": "set", "fault": "error" }`. */
    'POST /sandbox/faults': (call) => {
      const posted = postedObject(call);
      const fault = STORAGE_FAULTS.find((known) => known === textIn(posted, 'fault'));
      if (fault === undefined) throw new Error(`A fault is one of ${STORAGE_FAULTS.join(', ')}.`);
      storage.failNext(textIn(posted, 'operation') === 'get' ? 'get' : 'set', fault);
    },
  });

export const controlStorage = (call: Call, storage: WebtaskDocument): Reply =>
  replyOf(call, storage) ?? { kind: 'send', answer: jsonAnswer(404, {}) };

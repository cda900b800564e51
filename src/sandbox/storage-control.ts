/** The host's endpoints under `/sandbox/`: the stored document, seen and changed from outside. */

import { type Call, jsonAnswer, type Reply } from './http/answer.ts';
import { type ControlRoutes, controlReply, DONE, postedObject } from './http/control-routes.ts';
import { parseJson, textIn } from './http/json-input.ts';
import { STORAGE_FAULTS, type WebtaskDocument } from './webtask-storage.ts';

const routesOf = (storage: WebtaskDocument): ControlRoutes => ({
  /** `null` when nothing is stored. */
  'GET /sandbox/storage': () => jsonAnswer(200, storage.peek() ?? null),
  'PUT /sandbox/storage': ({ body }) => {
    storage.replace(parseJson(body.toString('utf8')));
    return DONE;
  },
  'GET /sandbox/counters': () => jsonAnswer(200, storage.counters()),
  /** `{ "operation": "set", "fault": "error" }`. */
  'POST /sandbox/faults': (call) => {
    const posted = postedObject(call);
    const fault = STORAGE_FAULTS.find((known) => known === textIn(posted, 'fault'));
    if (fault === undefined) throw new Error(`A fault is one of ${STORAGE_FAULTS.join(', ')}.`);
    storage.failNext(textIn(posted, 'operation') === 'get' ? 'get' : 'set', fault);
    return DONE;
  },
});

export const controlStorage = (call: Call, storage: WebtaskDocument): Reply =>
  controlReply(call, routesOf(storage)) ?? { kind: 'send', answer: jsonAnswer(404, {}) };

/** Calls under `/sandbox/`, by which tests and people steer an emulated service from outside. */

import { type Call, jsonAnswer, type Reply } from './answer.ts';
import { errorText } from './error-text.ts';
import { type FaultPlan, readFaults } from './fault-plan.ts';
import { type JsonObject, readObject } from './json-input.ts';

/** By method and path; what they give is answered as JSON, what they throw as a 400 with its words. */
type ControlRoutes = Readonly<Record<string, (call: Call) => unknown>>;

const DONE = { done: true };

/** The JSON object in a body; throws when it is none. */
export function postedObject(call: Call): JsonObject {
  const posted = readObject(call.body);
  if (posted === undefined) throw new Error('The body is a JSON object.');
  return posted;
}

export const faultRoutes = (faults: FaultPlan): ControlRoutes => ({
  'POST /sandbox/faults': ({ body }) => faults.add(...readFaults(body)),
  'GET /sandbox/faults': () => ({ played: faults.played, pending: faults.pending }),
  'DELETE /sandbox/faults': () => faults.clear(),
});

/** The reply of a control route, or nothing when the call is for the emulated service. */
export function controlReply(call: Call, routes: ControlRoutes): Reply | undefined {
  if (!call.path.startsWith('/sandbox/')) return undefined;
  const route = routes[`${call.method} ${call.path}`];
  if (route === undefined) {
    return {
      kind: 'send',
      answer: jsonAnswer(404, { problem: `Known: ${Object.keys(routes).join(', ')}` }),
    };
  }
  try {
    const given = route(call);
    return { kind: 'send', answer: jsonAnswer(200, given === undefined ? DONE : given) };
  } catch (error) {
    return { kind: 'send', answer: jsonAnswer(400, { problem: errorText(error) }) };
  }
}

/** A Log Analytics workspace as HTTP shows it, with records that it refuses. */

import type { HttpAnswer, HttpRequest } from '../../src/http/http-client.ts';
import { answered, json, webPage } from './answers.ts';
import type { Chance } from './chance.ts';

export interface CampaignWorkspace {
  /** Ids of the logs that it ever got, whether anybody was told or not. */
  readonly received: Set<string>;
  /** Of these, what it got since the export was last moved back before it. */
  readonly receivedSinceMove: Set<string>;
  /** Ids of logs that it refuses. */
  readonly poison: Set<string>;
  /** Whether it refuses whatever comes. */
  refusesAll: boolean;
  /** Answers as Azure does when nothing is wrong. */
  answer(request: HttpRequest): HttpAnswer;
}

export function createWorkspace(maxBodyBytes: number): CampaignWorkspace {
  const workspace: CampaignWorkspace = {
    received: new Set(),
    receivedSinceMove: new Set(),
    poison: new Set(),
    refusesAll: false,
    answer(request) {
      const body = bodyOf(request);
      if (body.length > maxBodyBytes) return json(413, {});
      const ids = idsIn(request);
      if (workspace.refusesAll || ids.some((id) => workspace.poison.has(id))) return REFUSED;
      for (const id of ids) {
        workspace.received.add(id);
        workspace.receivedSinceMove.add(id);
      }
      return answered(200, '');
    },
  };
  return workspace;
}

/** The ids of the logs that a post carries. */
export function idsIn(request: HttpRequest): readonly string[] {
  const rows = JSON.parse(bodyOf(request)) as { readonly log_id: string }[];
  return rows.map((row) => row.log_id);
}

function bodyOf({ body }: HttpRequest): string {
  return body === undefined ? '' : body.toString();
}

const REFUSED = json(400, { Error: 'InvalidDataFormat', Message: 'cannot be read' });

/** An answer in the place of a right one; nothing was stored. */
export function spoiltWorkspaceAnswer(chance: Chance): HttpAnswer {
  return chance.oneOf<() => HttpAnswer>(
    () => REFUSED,
    () => json(403, { Error: 'InvalidAuthorization' }),
    () => json(404, {}),
    () => json(429, {}),
    () => json(429, {}, { 'retry-after': String(chance.between(0, 60)) }),
    () => json(500, {}),
    () => json(503, {}, { 'retry-after': '1' }),
    () => webPage(200),
    () => webPage(502),
  )();
}

/** A Log Analytics workspace as the HTTP Data Collector API shows it, with records that it refuses. */

import type { HttpAnswer } from '../../src/http/http-client.ts';
import { answered, json, webPage } from './answers.ts';
import type { Chance } from './chance.ts';
import { type Cargo, cargoIn, freshReceiver, type Receiver, take } from './receiver.ts';
import { WORKSPACE_TROUBLES } from './troubles.ts';

export const WORKSPACE_ID = '00000000-1111-2222-3333-444444444444';

const NOTHING: Cargo = { ids: [], byteCount: 0 };

const REFUSED = json(400, { Error: 'InvalidDataFormat', Message: 'cannot be read' });

export function createWorkspace(now: () => number, maxBodyBytes: number): Receiver {
  const workspace: Receiver = {
    ...freshReceiver('data-collector'),
    troubles: WORKSPACE_TROUBLES,
    isFor: (host) => host.startsWith(WORKSPACE_ID),
    read: ({ body = '[]' }) => cargoIn(Buffer.from(body)),
    answer(_request, cargo = NOTHING) {
      const { ids, byteCount } = cargo;
      if (byteCount > maxBodyBytes) return json(413, {});
      if (ids.some((id) => workspace.poison.has(id))) return REFUSED;
      take(workspace, ids, now());
      return answered(200, '');
    },
    spoiltAnswer: (_cargo, chance) => spoilt(chance),
  };
  return workspace;
}

function spoilt(chance: Chance): HttpAnswer {
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

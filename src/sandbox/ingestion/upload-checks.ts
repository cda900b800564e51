/** What the service looks at before it reads a body: address, version, token, rule, role, stream. */

import { type Answer, type Call, emptyAnswer } from '../http/answer.ts';
import { audienceOf, isSameAudience } from './clouds.ts';
import type { KnownToken } from './entra-desk.ts';
import type { IngestionSettings } from './ingestion-settings.ts';
import { missingRole, refusal, refusedToken, unknownRule } from './refusals.ts';

const UPLOAD_PATH = /^\/dataCollectionRules\/([^/]+)\/streams\/([^/]+)$/;
const API_VERSION = '2023-01-01';

export interface Access {
  readonly settings: IngestionSettings;
  readonly hasActingRole: boolean;
  readonly nowMs: number;
  findToken(text: string): KnownToken | undefined;
}

export const isUploadPath = (path: string): boolean => UPLOAD_PATH.test(path);

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** Microsoft's own client escapes the name of the parameter; `query` has that undone. */
function refuseVersion({ query }: Call): Answer | undefined {
  const version = query.get('api-version');
  if (version === null || version === '') {
    return refusal('ApiVersionUnspecified', 'An API version is required, but was not specified.');
  }
  if (version === API_VERSION) return undefined;
  return refusal('UnsupportedApiVersion', `The API version '${version}' is not supported.`);
}

function refuseToken(call: Call, { findToken, settings, nowMs }: Access): Answer | undefined {
  const [, text] = /^Bearer (\S+)$/i.exec(call.headers.authorization ?? '') ?? [];
  if (text === undefined) return refusedToken('The request has no bearer token.');
  const token = findToken(text);
  if (token === undefined) return refusedToken('The token is not known.');
  if (token.expiresMs <= nowMs) return refusedToken('The token has expired.');
  if (isSameAudience(token.audience, audienceOf(settings.cloud))) return undefined;
  return refusedToken(`The token is for another audience: ${token.audience}`);
}

/** Why this call is refused whatever its body says, or nothing. */
export function refuseUpload(call: Call, access: Access): Answer | undefined {
  const [, ruleId = '', stream = ''] = UPLOAD_PATH.exec(call.path)?.map(decoded) ?? [];
  if (ruleId === '' || call.method !== 'POST') return emptyAnswer(404);
  const refused = refuseVersion(call) ?? refuseToken(call, access);
  if (refused !== undefined) return refused;
  const { settings, hasActingRole } = access;
  if (ruleId !== settings.ruleId) return unknownRule(ruleId);
  if (!hasActingRole) return missingRole(ruleId, settings.tenantId);
  if (stream === settings.stream) return undefined;
  return refusal('NotFound', `The data collection rule has no stream '${stream}'.`);
}

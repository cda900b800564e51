/** What the service looks at before it reads a body: address, version, token, rule, role, stream. */

import { type Answer, type Call, emptyAnswer } from '../http/answer.ts';
import { audienceOf, isSameAudience } from './clouds.ts';
import type { KnownToken } from './entra-desk.ts';
import { type IngestionSettings, settingsForStream } from './ingestion-settings.ts';
import { missingRole, refusal, refusedToken, unknownRule, unknownStream } from './refusals.ts';

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

function refuseRule(ruleId: string, { settings, hasActingRole }: Access): Answer | undefined {
  if (ruleId !== settings.ruleId) return unknownRule(ruleId);
  return hasActingRole ? undefined : missingRole(ruleId, settings.tenantId);
}

export type UploadCheck =
  | { readonly isAllowed: true; readonly settings: IngestionSettings }
  | { readonly isAllowed: false; readonly answer: Answer };

const refused = (answer: Answer): UploadCheck => ({ isAllowed: false, answer });

/** The settings for the stream that a call is for, or why it is refused whatever its body says. */
export function checkUpload(call: Call, access: Access): UploadCheck {
  const [, ruleId = '', stream = ''] = UPLOAD_PATH.exec(call.path)?.map(decoded) ?? [];
  if (ruleId === '' || call.method !== 'POST') return refused(emptyAnswer(404));
  const answer = refuseVersion(call) ?? refuseToken(call, access) ?? refuseRule(ruleId, access);
  if (answer !== undefined) return refused(answer);
  const settings = settingsForStream(access.settings, stream);
  return settings === undefined ? refused(unknownStream(stream)) : { isAllowed: true, settings };
}

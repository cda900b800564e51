/** What the service looks at before it reads a body: address, version, headers, signature. */

import { type Answer, type Call, emptyAnswer } from '../http/answer.ts';
import { refusal } from './refusals.ts';
import { isSignedWith, readAuthorization, readRfc1123 } from './shared-key.ts';
import type { WorkspaceSettings } from './workspace-settings.ts';

export interface CheckedPost {
  readonly logType: string;
  readonly timeField: string | undefined;
  readonly resourceId: string | undefined;
}

export type PostCheck =
  | { readonly isAllowed: true; readonly post: CheckedPost }
  | { readonly isAllowed: false; readonly answer: Answer };

const API_VERSION = '2016-04-01';
const CONTENT_TYPE = 'application/json';
const MAX_LOG_TYPE_LENGTH = 100;
const LOG_TYPE = /^[A-Za-z][A-Za-z0-9_]*$/;
const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const header = (call: Call, name: string): string | undefined => {
  const value = call.headers[name];
  return typeof value === 'string' ? value : undefined;
};

function refuseVersion({ query }: Call): Answer | undefined {
  const version = query.get('api-version');
  if (version === null || version === '') return refusal('MissingApiVersion');
  return version === API_VERSION ? undefined : refusal('InvalidApiVersion');
}

function refuseDate(call: Call, toleranceMs: number, nowMs: number): Answer | undefined {
  const timeMs = readRfc1123(header(call, 'x-ms-date') ?? '');
  if (timeMs === undefined) {
    return refusal('InvalidAuthorization', 'x-ms-date is missing or no RFC 1123 date in GMT');
  }
  if (Math.abs(timeMs - nowMs) <= toleranceMs) return undefined;
  return refusal('InvalidAuthorization', 'x-ms-date is too far from the time of the service');
}

function refuseSignature(
  call: Call,
  settings: WorkspaceSettings,
  nowMs: number,
): Answer | undefined {
  const came = header(call, 'authorization');
  if (came === undefined) {
    return refusal('InvalidAuthorization', 'No Authorization header was specified');
  }
  const authorization = readAuthorization(came);
  if (authorization === undefined) return refusal('InvalidAuthorization');
  const { workspaceId, signature } = authorization;
  if (!GUID.test(workspaceId) || workspaceId.toLowerCase() !== settings.workspaceId.toLowerCase()) {
    return refusal('InvalidCustomerId');
  }
  const refusedDate = refuseDate(call, settings.dateToleranceMs, nowMs);
  if (refusedDate !== undefined) return refusedDate;
  const signed = {
    bodyBytes: call.body.length,
    contentType: CONTENT_TYPE,
    date: header(call, 'x-ms-date') ?? '',
    signature,
  };
  const isValid = [settings.primaryKey, settings.secondaryKey].some(
    (key) => key !== '' && isSignedWith(key, signed),
  );
  return isValid ? undefined : refusal('InvalidAuthorization');
}

/** A content type with parameters is not the signed one, so the service calls the signature wrong. */
function refuseContentType(call: Call): Answer | undefined {
  const came = header(call, 'content-type');
  if (came === undefined || came === '') return refusal('MissingContentType');
  if (came === CONTENT_TYPE) return undefined;
  return came.toLowerCase().startsWith(CONTENT_TYPE)
    ? refusal('InvalidAuthorization')
    : refusal('UnsupportedContentType');
}

function refuseLogType(logType: string): Answer | undefined {
  if (logType === '') return refusal('MissingLogType');
  const isSound = LOG_TYPE.test(logType) && logType.length <= MAX_LOG_TYPE_LENGTH;
  return isSound ? undefined : refusal('InvalidLogType');
}

export function checkPost(call: Call, settings: WorkspaceSettings, nowMs: number): PostCheck {
  const logType = header(call, 'log-type') ?? '';
  const isOversized = call.body.length > settings.maxBodyBytes;
  const answer =
    refuseVersion(call) ??
    (isOversized ? emptyAnswer(settings.oversizedStatus) : undefined) ??
    refuseContentType(call) ??
    refuseSignature(call, settings, nowMs) ??
    (settings.isClosed ? refusal('InactiveCustomer') : undefined) ??
    refuseLogType(logType);
  if (answer !== undefined) return { isAllowed: false, answer };
  const timeField = header(call, 'time-generated-field');
  const resourceId = header(call, 'x-ms-azureresourceid');
  return { isAllowed: true, post: { logType, timeField: timeField || undefined, resourceId } };
}

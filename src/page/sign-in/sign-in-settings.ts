/** What the sign-in needs to know, and which ways in it allows. */

/** A shorter password could be guessed in spite of the waits between attempts. */
export const MIN_PASSWORD_LENGTH = 16;

/** What the sign-in needs to know; each may be absent. */
export interface SignInSettings {
  /** The public address of the extension, from its settings; never from the request. */
  readonly baseUrl: URL | undefined;
  /** Where the dashboard's users sign in. */
  readonly authority: Authority | undefined;
  readonly tenantDomain: string | undefined;
  readonly password: string | undefined;
  /** The keys for sessions are derived from it. */
  readonly sessionSecret: string | undefined;
}

export interface Authority {
  readonly host: string;
  readonly origin: string;
}

/** All that the sign-in at the dashboard takes. */
export interface DashboardWay {
  /** The public address without a slash at its end, which is also the client id. */
  readonly clientId: string;
  /** The path of that address; empty for the root. */
  readonly path: string;
  /** Where the authority posts the tokens. */
  readonly redirectUri: string;
  readonly authority: Authority;
  readonly tenantDomain: string;
  /** The audience of the tenant's Management API. */
  readonly apiAudience: string;
}

export interface WaysIn {
  readonly dashboard: DashboardWay | undefined;
  readonly password: string | undefined;
}

/** The ways that the settings allow; without a secret to sign sessions with, none. */
export function waysIn(settings: SignInSettings): WaysIn {
  if (!settings.sessionSecret) return { dashboard: undefined, password: undefined };
  const { password = '' } = settings;
  return {
    dashboard: dashboardWay(settings),
    password: password.length < MIN_PASSWORD_LENGTH ? undefined : password,
  };
}

function dashboardWay(settings: SignInSettings): DashboardWay | undefined {
  const { baseUrl, authority, tenantDomain } = settings;
  if (baseUrl === undefined || authority === undefined || !tenantDomain) return undefined;
  return {
    clientId: baseText(baseUrl),
    path: basePath(baseUrl),
    redirectUri: redirectUri(baseUrl),
    authority,
    tenantDomain,
    apiAudience: `https://${tenantDomain}/api/v2/`,
  };
}

/** The public address without a slash at its end. */
export function baseText(baseUrl: URL): string {
  return baseUrl.origin + basePath(baseUrl);
}

/** Where the authority posts the tokens. */
export function redirectUri(baseUrl: URL): string {
  return `${baseText(baseUrl)}/login/callback`;
}

function basePath(baseUrl: URL): string {
  return baseUrl.pathname.endsWith('/') ? baseUrl.pathname.slice(0, -1) : baseUrl.pathname;
}

/** What Entra publishes about itself, as far as its client libraries ask for it. */

import { type Answer, type Call, jsonAnswer } from '../http/answer.ts';

const CONFIGURATION_PATH = /^\/([^/]+)\/v2\.0\/\.well-known\/openid-configuration$/;
const DISCOVERY_PATH = '/common/discovery/instance';

function configuration(base: string, tenantId: string): Answer {
  const at = (path: string): string => `${base}/${tenantId}/${path}`;
  return jsonAnswer(200, {
    token_endpoint: at('oauth2/v2.0/token'),
    token_endpoint_auth_methods_supported: ['client_secret_post'],
    jwks_uri: at('discovery/v2.0/keys'),
    response_modes_supported: ['query', 'fragment', 'form_post'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    response_types_supported: ['code', 'id_token', 'code id_token', 'id_token token'],
    scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
    issuer: at('v2.0'),
    authorization_endpoint: at('oauth2/v2.0/authorize'),
    end_session_endpoint: at('oauth2/v2.0/logout'),
  });
}

const unknownTenant = (tenant: string): Answer =>
  jsonAnswer(400, {
    error: 'invalid_tenant',
    error_description: `AADSTS90002: Tenant '${tenant}' not found.`,
    error_codes: [90002],
  });

/** Clients ask only the public cloud's host for this one, and not at all when told so. */
const discovery = (host: string, base: string, tenantId: string): Answer =>
  jsonAnswer(200, {
    tenant_discovery_endpoint: `${base}/${tenantId}/v2.0/.well-known/openid-configuration`,
    'api-version': '1.1',
    metadata: [{ preferred_network: host, preferred_cache: host, aliases: [host] }],
  });

/** The document that was asked for, under the name by which the sandbox was called; or nothing. */
export function entraDocument(
  call: Call,
  scheme: 'http' | 'https',
  tenantId: string,
): Answer | undefined {
  if (call.method !== 'GET') return undefined;
  const host = call.headers.host ?? '127.0.0.1';
  const base = `${scheme}://${host}`;
  if (call.path === DISCOVERY_PATH) return discovery(host, base, tenantId);
  const [, tenant] = CONFIGURATION_PATH.exec(call.path) ?? [];
  if (tenant === undefined) return undefined;
  return tenant.toLowerCase() === tenantId.toLowerCase()
    ? configuration(base, tenantId)
    : unknownTenant(tenant);
}

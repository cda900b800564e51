/** The tenant's canonical domain, from which both the address and the audience of the API are made. */

import { isLoopbackHost, readHttpAddress } from './http-address.ts';
import { accepted, refused, type ValueKind } from './setting.ts';

export interface TenantDomain {
  /** Such as `tenant.eu.auth0.com`; of a loopback host, with its port. */
  readonly domain: string;
  /** The domain with its scheme, without a slash at the end. */
  readonly origin: string;
}

/** Labels of letters, digits and hyphens; the last begins with a letter, so that no IP address fits. */
const domainForm = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/;

export const tenantDomain: ValueKind<TenantDomain> = {
  type: 'text',
  expected:
    "the tenant's domain, with or without https:// and without a path (http:// only for a loopback host)",
  read: (text) => {
    const hasScheme = text.includes('://');
    const url = readHttpAddress(hasScheme ? text : `https://${text}`);
    if (url === undefined || url.pathname !== '/') return refused();
    const isDomain = domainForm.test(url.hostname) && url.hostname.length <= 253 && url.port === '';
    const isSandbox = hasScheme && isLoopbackHost(url.hostname);
    return isDomain || isSandbox ? accepted({ domain: url.host, origin: url.origin }) : refused();
  },
};

/** The tenant's canonical domain, from which both the address and the audience of the API are made. */

import { readBareHost } from './bare-host.ts';
import { accepted, refused, type ValueKind } from './setting.ts';

export interface TenantDomain {
  /** Such as `tenant.eu.auth0.com`; of a loopback host, with its port. */
  readonly domain: string;
  /** The domain with its scheme, without a slash at the end. */
  readonly origin: string;
}

export const tenantDomain: ValueKind<TenantDomain> = {
  type: 'text',
  expected:
    "the tenant's domain, with or without https:// and without a path (http:// only for a loopback host)",
  read: (text) => {
    const bare = readBareHost(text);
    return bare === undefined ? refused() : accepted({ domain: bare.host, origin: bare.origin });
  },
};

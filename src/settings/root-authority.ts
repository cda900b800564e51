/** The root tenant authority: who vouches for the administrators of the dashboard. */

import { type BareHost, readBareHost } from './bare-host.ts';
import { accepted, refused, type ValueKind } from './setting.ts';

export const rootAuthority: ValueKind<BareHost> = {
  type: 'text',
  expected:
    'a host, with or without https://, without port and path (http:// and a port only for a loopback host)',
  read: (text) => {
    const authority = readBareHost(text);
    return authority === undefined ? refused() : accepted(authority);
  },
};

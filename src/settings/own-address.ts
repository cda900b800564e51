/** The address under which the platform serves the extension. */

import { readHttpAddress } from './http-address.ts';
import { accepted, refused, type ValueKind } from './setting.ts';

/** Its path has no slash at the end, except the root's, which `URL` does not do without. */
export const ownAddress: ValueKind<URL> = {
  type: 'text',
  expected: 'a URL with https:// (http:// only for a loopback host), without user, ? and #',
  read: (text) => {
    const url = readHttpAddress(text);
    // A path that begins with two slashes would be another host in a link.
    if (url === undefined || url.pathname.includes('//')) return refused();
    url.pathname = url.pathname.replace(/\/$/, '');
    return accepted(url);
  },
};

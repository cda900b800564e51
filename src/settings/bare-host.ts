/** A host by itself: a public name that is called by https, or this machine with a port. */

import { isLoopbackHost, readHttpAddress } from './http-address.ts';

export interface BareHost {
  /** Such as `tenant.eu.auth0.com`; of a loopback host, with its port. */
  readonly host: string;
  /** The host with its scheme, without a slash at the end. */
  readonly origin: string;
}

/** Labels of letters, digits and hyphens; the last begins with a letter, so that no IP address fits. */
const domainForm = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/;

/** Whether a text in lower case is a public name of a host. */
export function isDomainName(text: string): boolean {
  return domainForm.test(text) && text.length <= 253;
}

/** The host in a text with or without scheme, without a path; a loopback host only with its scheme. */
export function readBareHost(text: string): BareHost | undefined {
  const hasScheme = text.includes('://');
  const url = readHttpAddress(hasScheme ? text : `https://${text}`);
  if (url === undefined || url.pathname !== '/') return undefined;
  const isDomain = isDomainName(url.hostname) && url.port === '';
  const isSandbox = hasScheme && isLoopbackHost(url.hostname);
  return isDomain || isSandbox ? { host: url.host, origin: url.origin } : undefined;
}

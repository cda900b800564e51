/** Addresses that may be called: https anywhere, http only on this machine. */

/** Where the traffic never leaves the machine, so that http is safe. */
export function isLoopbackHost(hostname: string): boolean {
  // `URL` has already brought every spelling of an IPv4 address to four decimal numbers.
  return (
    hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.[0-9]{1,3}){3}$/.test(hostname)
  );
}

/**
 * The address in a text with scheme, without user, query or fragment; `undefined` for anything else,
 * so also for what `URL` would silently repair.
 */
export function readHttpAddress(text: string): URL | undefined {
  const isPlain =
    /^[\x21-\x7e]+$/.test(text) && /^https?:\/\/[^/\\?#@%]+(?:\/[^\\?#]*)?$/i.test(text);
  if (!isPlain) return undefined;
  try {
    const url = new URL(text);
    return url.protocol === 'https:' || isLoopbackHost(url.hostname) ? url : undefined;
  } catch {
    return undefined;
  }
}

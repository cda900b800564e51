/** The requests that are made of the logs endpoint, as URLs. */

const PATH = '/api/v2/logs';

/** The most logs that the endpoint gives in one page. */
export const MAX_TAKE = 100;

/** Checkpoint mode: the logs after an id, in the order of their ids. Auth0 ignores all other parameters. */
export function checkpointUrl(origin: string, after: string, take: number): string {
  return `${origin}${PATH}?from=${encodeURIComponent(after)}&take=${take}`;
}

/** The address of one log. */
export function logUrl(origin: string, logId: string): string {
  return `${origin}${PATH}/${encodeURIComponent(logId)}`;
}

/** A search gives no more than this many pages (get-logs: at most 1,000 logs). */
export const MAX_SEARCH_PAGES = 10;

/** Search mode: the logs by date, from a time on. It only serves to find a place to continue from. */
export function searchUrl(origin: string, fromMs: number, page = 0): string {
  const q = `date:[${new Date(fromMs).toISOString()} TO *]`;
  return searchUrlOf(origin, { q, sort: 'date:1', per_page: '100', page: String(page) });
}

/** Search mode: the last logs by date, back from a time. */
export function searchBackUrl(origin: string, untilMs: number, most: number): string {
  const q = `date:[* TO ${new Date(untilMs).toISOString()}]`;
  return searchUrlOf(origin, { q, sort: 'date:-1', per_page: String(most), page: '0' });
}

/** Search mode: the first logs by date of all that are retained. */
export function oldestUrl(origin: string, most: number): string {
  return searchUrlOf(origin, { sort: 'date:1', per_page: String(most), page: '0' });
}

/** Search mode: the last logs by date. */
export function newestUrl(origin: string, most: number): string {
  return searchUrlOf(origin, { sort: 'date:-1', per_page: String(most), page: '0' });
}

function searchUrlOf(origin: string, parameters: Readonly<Record<string, string>>): string {
  return `${origin}${PATH}?${new URLSearchParams(parameters)}`;
}

/**
 * The URL of the next page by the `Link` header of this one, or `undefined` when it leads to
 * another host or path, which would get the token. The header is parsed by RFC 8288, as far as the
 * endpoint uses it.
 */
export function linkedUrl(link: string | undefined, origin: string, take: number): URL | undefined {
  const target = link?.match(/<([^<>]+)>\s*;[^<]*\brel\s*=\s*"?next\b/i)?.[1];
  if (target === undefined) return undefined;
  try {
    const url = new URL(target, origin);
    if (url.origin !== new URL(origin).origin || url.pathname !== PATH) return undefined;
    if (url.username !== '' || url.password !== '') return undefined;
    url.searchParams.set('take', String(take));
    return url;
  } catch {
    return undefined;
  }
}

/** The linked URL, if it goes on after the last log of the page: after any other it would leave a gap. */
export function nextUrl(
  link: string | undefined,
  origin: string,
  continuesAfter: string,
  take: number,
): string | undefined {
  const url = linkedUrl(link, origin, take);
  return url?.searchParams.get('from') === continuesAfter ? url.href : undefined;
}

/** Whether a form was sent from a page of this extension, by what the browser says. */

/**
 * A second line of defence behind the token in each form. What browsers say in `Sec-Fetch-Site` is
 * believed first: it holds even where the public address in the settings is out of date.
 */
export function isFromOwnPage(headers: Headers, ownOrigin: string | undefined): boolean {
  const site = headers.get('sec-fetch-site');
  if (site !== null) return site === 'same-origin' || site === 'none';
  const origin = headers.get('origin');
  if (origin === null) return true;
  if (origin === 'null') return false;
  return ownOrigin === undefined || origin === ownOrigin;
}

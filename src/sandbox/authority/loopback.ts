/** Whether a URL leads to this machine: the emulated authority neither asks nor posts anywhere else. */

const LOOPBACK_HOSTS = ['127.0.0.1', 'localhost'];

/** The URL in a text; `undefined` when it is none, or carries a user name or a fragment. */
export function webUrl(text: string): URL | undefined {
  if (!/^https?:\/\//i.test(text) || text.includes('#') || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  return url.username === '' && url.password === '' ? url : undefined;
}

export const isLoopback = ({ hostname }: URL): boolean => LOOPBACK_HOSTS.includes(hostname);

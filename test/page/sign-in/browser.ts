/** A browser with a cookie jar, in front of whatever answers requests. */

export interface StoredCookie {
  readonly value: string;
  readonly path: string;
  /** In lower case, without name and value: `httponly`, `samesite=lax` and so on. */
  readonly attributes: readonly string[];
}

export type Answerer = (request: Request) => Response | Promise<Response>;

export interface Browser {
  readonly cookies: Map<string, StoredCookie>;
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Response>;
  /** Sends a form; what is in `headers` is as the browser would say it. */
  post(
    path: string,
    form: Readonly<Record<string, string>> | string,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Response>;
}

/** Paths are those below `prefix`, as the front door hands them on. */
export function createBrowser(prefix: string, answer: Answerer): Browser {
  const cookies = new Map<string, StoredCookie>();

  async function send(path: string, init: RequestInit): Promise<Response> {
    const headers = new Headers(init.headers);
    const sent = [...cookies].filter(([, cookie]) => isUnder(prefix + path, cookie.path));
    const text = sent.map(([name, { value }]) => `${name}=${value}`).join('; ');
    if (text !== '') headers.set('cookie', text);
    const response = await answer(
      new Request(`http://extension.invalid${path}`, { ...init, headers }),
    );
    for (const line of response.headers.getSetCookie()) keep(line);
    return response;
  }

  function keep(line: string): void {
    const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
    const [name = '', value = ''] = pair.split('=', 2);
    const lower = attributes.map((attribute) => attribute.toLowerCase());
    const path = attributes.find((one) => one.startsWith('Path='))?.slice('Path='.length) ?? '/';
    if (lower.includes('max-age=0')) cookies.delete(name);
    else cookies.set(name, { value, path, attributes: lower });
  }

  return {
    cookies,
    get: (path, headers = {}) => send(path, { headers }),
    post: (path, form, headers = {}) =>
      send(path, {
        method: 'POST',
        body: typeof form === 'string' ? form : new URLSearchParams(form).toString(),
        headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      }),
  };
}

function isUnder(path: string, scope: string): boolean {
  const bare = path.split('?', 1)[0] ?? path;
  return bare === scope || bare.startsWith(scope.endsWith('/') ? scope : `${scope}/`);
}

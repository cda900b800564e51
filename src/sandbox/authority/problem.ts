/** Why the authority refuses: a code of OAuth, and plain words for whoever looks at the page. */

export interface Problem {
  readonly status: 'refused';
  readonly error: string;
  readonly description: string;
}

export const problem = (error: string, description: string): Problem => ({
  status: 'refused',
  error,
  description,
});

/** Any query parameter that comes twice, since two readers could take different ones. */
export const repeatedParameter = (query: URLSearchParams): string | undefined =>
  [...query.keys()].find((name) => query.getAll(name).length > 1);

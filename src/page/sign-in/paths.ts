/** The addresses of the sign-in, as the browser sees them. */

export interface SignInPaths {
  /** The path of everything that needs a session. */
  readonly scope: string;
  /** The path of everything before that. */
  readonly loginScope: string;
  readonly home: string;
  readonly login: string;
  readonly password: string;
}

export function signInPaths(prefix: string): SignInPaths {
  return {
    scope: prefix === '' ? '/' : prefix,
    loginScope: `${prefix}/login`,
    home: `${prefix}/`,
    login: `${prefix}/login`,
    password: `${prefix}/login/password`,
  };
}

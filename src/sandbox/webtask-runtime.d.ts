/** The few parts of webtask-runtime that the host uses; the package ships no types. */

declare module 'webtask-runtime' {
  import type { IncomingMessage, ServerResponse } from 'node:http';

  interface Logger {
    debug(...words: unknown[]): void;
    info(...words: unknown[]): void;
    warn(...words: unknown[]): void;
    error(...words: unknown[]): void;
  }

  type WebtaskFunction = (...parameters: unknown[]) => unknown;

  export function compile(
    code: string,
    options: { dirname: string; filename: string; logger: Logger },
    callback: (error: Error | null, webtask: WebtaskFunction) => void,
  ): void;

  export function createHandler(
    webtask: WebtaskFunction,
    options: { storage: object; logger: Logger; shortcutFavicon: boolean },
  ): (request: IncomingMessage, response: ServerResponse) => void;
}

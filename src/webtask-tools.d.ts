declare module 'webtask-tools' {
  import type { IncomingMessage, ServerResponse } from 'node:http';

  /** Makes a webtask of a request handler; strips the prefix of all three forms of webtask URLs. */
  export function fromExpress(
    handle: (req: IncomingMessage, res: ServerResponse) => void,
  ): (context: object, req: IncomingMessage, res: ServerResponse) => void;
}

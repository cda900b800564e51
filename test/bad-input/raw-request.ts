/** Sends bytes that need not be a proper request, and reads what comes back. */

import { connect } from 'node:net';

export interface RawAnswer {
  readonly status: number;
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** All that came. */
  readonly text: string;
}

/** Longer than any answer takes, even on a busy machine. */
const MAX_WAIT_MS = 20_000;

/**
 * Sends a character a byte. Gives the first answer, or undefined when the connection was closed without one. `isEnded` tells the
 * server that nothing more will come, as a client does that went away.
 */
export function sendRaw(
  url: string,
  bytes: string,
  { isEnded = false }: { readonly isEnded?: boolean } = {},
): Promise<RawAnswer | undefined> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    const parts: Buffer[] = [];
    const finish = (): void => {
      socket.destroy();
      resolve(readAnswer(Buffer.concat(parts).toString('latin1')));
    };
    socket.setTimeout(MAX_WAIT_MS, () => {
      socket.destroy();
      reject(new Error(`no answer to ${JSON.stringify(bytes.slice(0, 500))}`));
    });
    socket.on('data', (part) => {
      parts.push(part);
      if (isWhole(Buffer.concat(parts).toString('latin1'))) finish();
    });
    // After an answer a reset is no news: the server does not read the rest of what is sent.
    socket.on('error', finish);
    socket.on('close', finish);
    socket.write(bytes, 'latin1');
    if (isEnded) socket.end();
  });
}

const HEAD_END = '\r\n\r\n';

/** Whether an answer has come as far as its headers announce. */
function isWhole(text: string): boolean {
  const answer = readAnswer(text);
  if (answer === undefined) return false;
  const { headers, body } = answer;
  const length = headers['content-length'];
  // A HEAD and an answer that is ended by the connection's end are read to that.
  return length !== undefined && Number(length) > 0 && body.length >= Number(length);
}

function readAnswer(text: string): RawAnswer | undefined {
  const final = text.replace(/^HTTP\/1\.1 1\d\d .*?\r\n\r\n/s, '');
  const end = final.indexOf(HEAD_END);
  const [statusLine = '', ...lines] = final.slice(0, Math.max(0, end)).split('\r\n');
  const [, status] = /^HTTP\/1\.1 (\d{3}) /.exec(statusLine) ?? [];
  if (status === undefined) return undefined;
  const headers = Object.fromEntries(
    lines.map((line) => {
      const [, name = '', value = ''] = /^([^:]*):\s*(.*)$/.exec(line) ?? [];
      return [name.toLowerCase(), value];
    }),
  );
  const body = final.slice(end + HEAD_END.length);
  return { status: Number(status), headers, body, text };
}

/** Waits for the first line of a child process: the JSON in which it says that it is ready. */

import type { ChildProcess } from 'node:child_process';
import { isObject, parseJson, textIn } from './http/json-input.ts';

export interface ReadyLine {
  /** A text of the line; throws when it is not there. */
  text(name: string): string;
  /** All that the process has written after that line. */
  stdout(): string;
  stderr(): string;
}

export async function readReadyLine(child: ChildProcess): Promise<ReadyLine> {
  let stdout = '';
  let stderr = '';
  child.stderr?.on('data', (bytes) => {
    stderr += String(bytes);
  });
  const end = await new Promise<number>((ready, fail) => {
    child.stdout?.on('data', (bytes) => {
      stdout += String(bytes);
      const lineEnd = stdout.indexOf('\n');
      if (lineEnd !== -1) ready(lineEnd);
    });
    child.once('error', fail);
    child.once('exit', () => fail(new Error(`The process ended before it was ready. ${stderr}`)));
  });
  const value = parseJson(stdout.slice(0, end));
  return {
    text: (name) => {
      const text = isObject(value) ? textIn(value, name) : undefined;
      if (text === undefined) throw new Error(`The process did not say its ${name}.`);
      return text;
    },
    stdout: () => stdout.slice(end + 1),
    stderr: () => stderr,
  };
}

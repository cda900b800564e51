/**
 * The host as a program: reads one line of JSON options from its input, or takes them as its argument,
 * prints one line of JSON with its URL, and ends when its input closes.
 */

import { createInterface } from 'node:readline';
import { errorText } from './http/error-text.ts';
import { isObject, parseJson, textIn } from './http/json-input.ts';
import { writeLine, writeProblem } from './output.ts';
import { type HostOptions, startHost } from './webtask-host.ts';

function isHostOptions(value: unknown): value is HostOptions {
  return isObject(value) && textIn(value, 'bundlePath') !== undefined && isObject(value['secrets']);
}

async function start(text: string): Promise<void> {
  try {
    const options = parseJson(text);
    if (!isHostOptions(options)) throw new Error('Expected JSON with bundlePath and secrets.');
    const host = await startHost(options);
    writeLine(JSON.stringify({ url: host.url, node: process.version }));
  } catch (error) {
    writeProblem(errorText(error));
    process.exit(1);
  }
}

const [, , argument] = process.argv;
const input = createInterface({ input: process.stdin });
let isStarted = argument !== undefined;
if (argument !== undefined) void start(argument);
input.on('line', (line) => {
  if (isStarted) return;
  isStarted = true;
  void start(line);
});
input.on('close', () => process.exit(0));

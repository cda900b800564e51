/** What Auth0's own SDK knows of the Management API: its endpoints, and the names in its bodies. */

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const GENERATED = join(dirname(require.resolve('auth0')), 'management/__generated');

export interface Endpoint {
  readonly method: string;
  /** As it stands in the logs, with something in the place of each id. */
  readonly path: string;
}

/** Every endpoint that changes something. */
export function readEndpoints(): Endpoint[] {
  const folder = join(GENERATED, 'managers');
  const files = readdirSync(folder).filter((name) => name.endsWith('-manager.js'));
  return files.flatMap((name) => {
    const code = readFileSync(join(folder, name), 'utf8');
    const calls = code.matchAll(/path: `([^`]*)`[\s\S]{0,600}?method: '([A-Z]+)'/g);
    return [...calls]
      .filter(([, , method]) => method !== 'GET')
      .map(([, path, method]) => ({
        method: method ?? '',
        path: `/api/v2${(path ?? '').replace(/\{\w+\}/g, 'x1')}`,
      }));
  });
}

/** The names of the properties of all requests and responses. */
export function readBodyNames(): ReadonlySet<string> {
  const types = readFileSync(join(GENERATED, 'models/index.d.ts'), 'utf8');
  return new Set([...types.matchAll(/^\s+(\w+)\??: /gm)].map(([, name]) => name ?? ''));
}

/** Every route of the page, read from its sources, so that a new one is tested without being listed. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Below the extension; `:id` stands for the id of a run. */
  readonly path: string;
}

const SOURCES = join(__dirname, '../../src/page');

/** A call such as `.get('/runs', …)`, or with a constant in place of the path. */
const ROUTE = /\.(get|post|put)\(\s*(?:'(\/[^']*)'|([A-Z_]+)),/g;
const CONSTANT = /^const ([A-Z_]+) = '(\/[^']*)';$/gm;

export function pageRoutes(): readonly Route[] {
  const routes = sources().flatMap((source) => routesIn(source));
  if (routes.length < 20) throw new Error('The routes of the page are written in another way now.');
  return routes;
}

function sources(): readonly string[] {
  const names = readdirSync(SOURCES, { recursive: true }).map(String);
  return names
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => readFileSync(join(SOURCES, name), 'utf8'));
}

function routesIn(source: string): readonly Route[] {
  const constants = new Map([...source.matchAll(CONSTANT)].map(([, name, path]) => [name, path]));
  return [...source.matchAll(ROUTE)].map(([, method = '', path, name]) => {
    const found = path ?? constants.get(name);
    if (found === undefined) throw new Error(`The path ${name} of a route is not known.`);
    // As the expression lets it in.
    return { method: method.toUpperCase() as Route['method'], path: found };
  });
}

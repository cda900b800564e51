/** Reads the functions that are saved in the workspace, with the parameters that their heads declare. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface SavedFunction {
  /** The name that queries call it by; the file's name. */
  readonly alias: string;
  /** As Azure takes them: `startTime:datetime=datetime(null), …`. */
  readonly parameters: string;
  /** What it does, in a sentence. */
  readonly description: string;
  /** The whole text, with placeholders for the names of tables (`table-names.ts`). */
  readonly query: string;
}

const FOLDER = join(__dirname, '../../deploy/azure/functions');

/** A file begins with `// Name: what it does` and `// Parameters: …`. */
const HEAD = /^\/\/ (?<alias>\w+): (?<description>.+)\n\/\/ Parameters: (?<parameters>.+)\n/;

/** All saved functions, by their names. */
export function readSavedFunctions(folder: string = FOLDER): SavedFunction[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.kql'))
    .sort()
    .map((name) => readSavedFunction(name, readFileSync(join(folder, name), 'utf8')));
}

function readSavedFunction(name: string, query: string): SavedFunction {
  const { alias, description, parameters } = HEAD.exec(query)?.groups ?? {};
  if (alias === undefined || description === undefined || parameters === undefined) {
    throw new Error(
      `${name} should begin with "// Name: what it does" and "// Parameters: …", but begins with: ${query.slice(0, 80)}`,
    );
  }
  if (`${alias}.kql` !== name) {
    throw new Error(
      `${name} should tell of ${name.slice(0, -'.kql'.length)}, but tells of ${alias}`,
    );
  }
  return { alias, description, parameters, query };
}

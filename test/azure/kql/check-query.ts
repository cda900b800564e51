/** Parses a query and binds it to a workspace: what is wrong with it, and what it gives. */

import {
  analyze,
  functionSymbol,
  type Globals,
  globalsWith,
  type KustoSymbol,
  tableSymbol,
  toArray,
} from './language-service.ts';

/** The types that a column of Log Analytics can have. */
export type ColumnType =
  | 'bool'
  | 'datetime'
  | 'decimal'
  | 'dynamic'
  | 'guid'
  | 'int'
  | 'long'
  | 'real'
  | 'string'
  | 'timespan';

/** A table's columns, or a result's, by their names. */
export type Columns = Readonly<Record<string, ColumnType>>;

/** A function that is saved in the workspace; the parameters are written as Azure takes them. */
export interface WorkspaceFunction {
  readonly name: string;
  readonly parameters: string;
  readonly body: string;
}

/** What a query can name. */
export interface Workspace {
  readonly tables: Readonly<Record<string, Columns>>;
  readonly functions: readonly WorkspaceFunction[];
}

/** Something that the language service found wrong; lines and columns are counted from 1. */
export interface KqlDiagnostic {
  readonly code: string;
  readonly severity: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

export interface QueryCheck {
  /** All of them, warnings too. */
  readonly diagnostics: readonly KqlDiagnostic[];
  /** The columns of the result, in their order; none when it is no table. */
  readonly columns: Readonly<Record<string, string>>;
  /** Whether the result may have more columns, because a table that it reads does not exist. */
  readonly isOpen: boolean;
}

/** Checks a query, as a user would type it. */
export function checkQuery(query: string, workspace: Workspace): QueryCheck {
  return check('', query, workspace);
}

/**
 * Checks the body of a function, whose faults do not show where it is called. Lines and columns are
 * those of the body.
 */
export function checkFunction(
  { parameters, body }: WorkspaceFunction,
  workspace: Workspace,
): QueryCheck {
  return check(parametersAsLets(parameters), body, workspace);
}

/** One line for each diagnostic, for the message of an assertion. */
export function describe(diagnostics: readonly KqlDiagnostic[]): string[] {
  return diagnostics.map(
    ({ line, column, severity, code, message }) =>
      `${line}:${column} ${severity} ${code} ${message}`,
  );
}

function check(head: string, query: string, workspace: Workspace): QueryCheck {
  const code = analyze(`${head}${query}`, globalsOf(workspace));
  const diagnostics = toArray(code.GetDiagnostics()).map((one) => ({
    code: one.Code ?? '',
    severity: one.Severity ?? '',
    ...placeOf(query, one.Start - head.length),
    message: one.Message ?? '',
  }));
  const result = code.ResultType;
  if (!(result instanceof Kusto.Language.Symbols.TableSymbol.ctor)) {
    return { diagnostics, columns: {}, isOpen: false };
  }
  const columns = toArray(result.Columns).map(({ Name, Type }) => [Name, Type?.Name]);
  return { diagnostics, columns: Object.fromEntries(columns), isOpen: result.IsOpen };
}

const known = new WeakMap<Workspace, Globals>();

/** Made once for each workspace, since it takes long to bind the functions. */
function globalsOf(workspace: Workspace): Globals {
  const made = known.get(workspace);
  if (made !== undefined) return made;
  const tables = Object.entries(workspace.tables).map(([name, columns]) => {
    const schema = Object.entries(columns).map(([column, type]) => `['${column}']:${type}`);
    return tableSymbol(name, `(${schema.join(', ')})`);
  });
  const globals = globalsWith(withFunctions(tables, workspace.functions));
  known.set(workspace, globals);
  return globals;
}

/** The symbols with the functions, each bound when all that it calls are. */
function withFunctions(
  members: readonly KustoSymbol[],
  functions: readonly WorkspaceFunction[],
): readonly KustoSymbol[] {
  if (functions.length === 0) return members;
  const ready = functions.filter(({ body, name }) =>
    functions.every((other) => other.name === name || !body.includes(`${other.name}(`)),
  );
  if (ready.length === 0) throw new Error('The functions call each other in a circle.');
  const globals = globalsWith(members);
  const made = ready.map(({ name, parameters, body }) => {
    const code = analyze(`${parametersAsLets(parameters)}${body}`, globals);
    return functionSymbol(name, parameters, code.ResultType);
  });
  return withFunctions(
    [...members, ...made],
    functions.filter((one) => !ready.includes(one)),
  );
}

/** `a:datetime=datetime(null), b:dynamic=dynamic([])` as statements on one line before the body. */
function parametersAsLets(parameters: string): string {
  const declared = [
    ...parameters.matchAll(/(?<name>\w+)\s*:\s*\w+\s*=\s*(?<value>'[^']*'|\w+(?:\([^)]*\))?)/g),
  ];
  return declared.map(({ groups }) => `let ${groups?.['name']} = ${groups?.['value']}; `).join('');
}

function placeOf(text: string, start: number): { line: number; column: number } {
  const before = text.slice(0, Math.max(0, start));
  return {
    line: before.split('\n').length,
    column: before.length - before.lastIndexOf('\n'),
  };
}

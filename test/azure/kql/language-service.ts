/**
 * Microsoft's own language service for KQL, and the few of its constructors that the tests need under
 * names that can be read: the package knows them as `$ctor7`.
 */

/// <reference path="../../../node_modules/@kusto/language-service-next/bridge.d.ts" />
/// <reference path="../../../node_modules/@kusto/language-service-next/Kusto.Language.Bridge.d.ts" />

// Both define globals, and the second needs those of the first.
import '@kusto/language-service-next/bridge.min.js';
import '@kusto/language-service-next/Kusto.Language.Bridge.min.js';

export type KustoSymbol = Kusto.Language.Symbols.Symbol;
export type ResultType = Kusto.Language.Symbols.TypeSymbol | null;
export type SyntaxElement = Kusto.Language.Syntax.SyntaxElement;

/** A table; its schema is written as in a `datatable`, within parentheses. */
export function tableSymbol(name: string, schema: string): KustoSymbol {
  return new Kusto.Language.Symbols.TableSymbol.$ctor7(name, schema, null);
}

/**
 * A function of the workspace by what it gives. Bound by its body, it would be bound anew at every
 * call, which takes the better part of a second for a long one.
 */
export function functionSymbol(name: string, parameters: string, result: ResultType): KustoSymbol {
  const { FunctionSymbol, Parameter } = Kusto.Language.Symbols;
  return new FunctionSymbol.$ctor6(name, result, Parameter.ParseList(`(${parameters})`), null);
}

/** What the service knows of a workspace. To be kept, since it remembers there what it found out. */
export type Globals = Kusto.Language.GlobalState;

/** A workspace that has these tables and functions. */
export function globalsWith(members: readonly KustoSymbol[]): Globals {
  const database = new Kusto.Language.Symbols.DatabaseSymbol.ctor('workspace', [...members]);
  const globals = Kusto.Language.GlobalState.Default?.WithDatabase(database) ?? null;
  if (globals === null) throw new Error('The language service has no state to begin with.');
  return globals;
}

/** What the service makes of a query in a workspace. */
export function analyze(query: string, globals: Globals): Kusto.Language.KustoCode {
  const code = Kusto.Language.KustoCode.ParseAndAnalyze(query, globals);
  // Without semantics there would be no diagnostics, which would look like a query without faults.
  if (code?.HasSemantics !== true) throw new Error(`The query could not be analyzed: ${query}`);
  return code;
}

/** The syntax of a query, whatever it names. */
export function parse(query: string): SyntaxElement {
  const syntax = Kusto.Language.KustoCode.Parse(query)?.Syntax ?? null;
  if (syntax === null) throw new Error(`The query could not be parsed: ${query}`);
  return syntax;
}

/** A list of the service's as an array. */
export function toArray<T>(list: System.Collections.Generic.IReadOnlyList$1<T> | null): T[] {
  if (list === null) return [];
  return Array.from({ length: list.Count }, (_, index) => list.getItem(index));
}

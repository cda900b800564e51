/** Finds the codes of Auth0's log types in a query, by its syntax and not by how they look. */

import { parse, type SyntaxElement } from './language-service.ts';

/** A text that a query compares with the type of a log. */
export interface ComparedCode {
  readonly text: string;
  /** How it is compared: `==`, `in`, `startswith` and so on; `in` where it is handed to a function. */
  readonly operator: string;
}

const { Syntax } = Kusto.Language;

/** The functions whose third argument is a list of codes. */
const FUNCTIONS_WITH_CODES: ReadonlySet<string> = new Set(['Auth0Events']);

/**
 * All codes that are compared with one of the columns, in the order of the query: written beside it, in
 * a `let` whose name stands there, in such a column of a `datatable`, or handed to `Auth0Events`.
 */
export function comparedCodes(
  query: string,
  columns: readonly string[] = ['EventType'],
): ComparedCode[] {
  const nodes = descendants(parse(query));
  const lets = letsOf(nodes);
  return nodes.flatMap((node) => [
    ...fromComparison(node, columns, lets),
    ...fromCall(node, lets),
    ...fromDataTable(node, columns),
  ]);
}

type Lets = ReadonlyMap<string, SyntaxElement>;

function fromComparison(
  node: SyntaxElement,
  columns: readonly string[],
  lets: Lets,
): ComparedCode[] {
  const isComparison =
    node instanceof Syntax.BinaryExpression ||
    node instanceof Syntax.InExpression ||
    node instanceof Syntax.HasAnyExpression ||
    node instanceof Syntax.HasAllExpression;
  if (!isComparison) return [];
  const [left, token, right] = [node.GetChild(0), node.GetChild(1), node.GetChild(2)];
  if (left === null || token === null || right === null) return [];
  const others = [
    ...(isColumn(left, columns) ? [right] : []),
    ...(isColumn(right, columns) ? [left] : []),
  ];
  const operator = textOf(token);
  return others.flatMap((other) => textsIn(other, lets)).map((text) => ({ text, operator }));
}

function fromCall(node: SyntaxElement, lets: Lets): ComparedCode[] {
  if (!(node instanceof Syntax.FunctionCallExpression)) return [];
  if (!FUNCTIONS_WITH_CODES.has(node.Name?.SimpleName ?? '')) return [];
  const list = children(node.ArgumentList?.Expressions ?? null)[2];
  if (list === undefined) return [];
  return textsIn(list, lets).map((text) => ({ text, operator: 'in' }));
}

function fromDataTable(node: SyntaxElement, columns: readonly string[]): ComparedCode[] {
  if (!(node instanceof Syntax.DataTableExpression)) return [];
  const declared = columnsOf(node);
  const values = children(node.Values);
  return values
    .filter((_, index) => columns.includes(declared[index % declared.length] ?? ''))
    .flatMap((value) => textsIn(value, new Map()))
    .map((text) => ({ text, operator: 'in' }));
}

/** The names of a `datatable`'s columns. */
function columnsOf(node: Kusto.Language.Syntax.DataTableExpression): string[] {
  return children(node.Schema?.Columns ?? null).map((column) => {
    const name = descendants(column).find((one) => one instanceof Syntax.NameDeclaration);
    return name === undefined ? '' : textOf(name);
  });
}

/** Whether an expression is the column, also within a conversion such as `tostring(EventType)`. */
function isColumn(node: SyntaxElement, columns: readonly string[]): boolean {
  if (node instanceof Syntax.FunctionCallExpression) {
    const [first] = children(node.ArgumentList?.Expressions ?? null);
    const inner = first?.GetChild(0) ?? null;
    const isConversion = /^to(?:string|lower|upper)$/.test(node.Name?.SimpleName ?? '');
    return isConversion && inner !== null && isColumn(inner, columns);
  }
  return node instanceof Syntax.NameReference && columns.includes(node.SimpleName ?? '');
}

/** The texts of an expression, and of the `let`s that it names. */
function textsIn(node: SyntaxElement, lets: Lets): string[] {
  // Of several columns, only some hold codes: those that are named so are looked at by themselves.
  if (node instanceof Syntax.DataTableExpression && columnsOf(node).length > 1) return [];
  if (node instanceof Syntax.LiteralExpression) {
    return typeof node.LiteralValue === 'string' ? [node.LiteralValue] : [];
  }
  if (node instanceof Syntax.NameReference) {
    const name = node.SimpleName ?? '';
    const named = lets.get(name);
    // Without the name itself, so that a `let` that names itself ends.
    const others = new Map([...lets].filter(([other]) => other !== name));
    return named === undefined ? [] : textsIn(named, others);
  }
  return children(node).flatMap((child) => textsIn(child, lets));
}

function letsOf(nodes: readonly SyntaxElement[]): Lets {
  return new Map(
    nodes.flatMap((node): [string, SyntaxElement][] => {
      if (!(node instanceof Syntax.LetStatement) || node.Expression === null) return [];
      return [[node.Name === null ? '' : textOf(node.Name), node.Expression]];
    }),
  );
}

function children(node: SyntaxElement | null): SyntaxElement[] {
  if (node === null) return [];
  return Array.from({ length: node.ChildCount }, (_, index) => node.GetChild(index)).filter(
    (child): child is SyntaxElement => child !== null,
  );
}

/** The node and all beneath it, in the order of the text. */
function descendants(node: SyntaxElement): SyntaxElement[] {
  return [node, ...children(node).flatMap(descendants)];
}

function textOf(node: SyntaxElement): string {
  return node.ToString(Kusto.Language.Syntax.IncludeTrivia.Interior) ?? '';
}

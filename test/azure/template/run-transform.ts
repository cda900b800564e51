/** Runs a transform on one row, as far as ours need it: there is no engine of KQL to run it on. */

import { type Bound, childrenOf, nodesOf, textOf } from './transform-language.ts';

type Node = Bound['tree'];

export type Row = Readonly<Record<string, unknown>>;

/** What `now()` gives. */
export const NOW = '2026-11-23T00:00:00.000Z';

/** The row that a `source | project …` makes of another. Anything else that it meets throws. */
export function runTransform(tree: Node, row: Row): Row {
  const operators = [...nodesOf(tree)].filter(
    (node) => node instanceof Kusto.Language.Syntax.QueryOperator,
  );
  const [project, ...others] = operators;
  if (others.length > 0 || !(project instanceof Kusto.Language.Syntax.ProjectOperator)) {
    throw new Error('This runs transforms of one project only.');
  }
  const assignments = [...nodesOf(project)].filter(
    (node) => node instanceof Kusto.Language.Syntax.SimpleNamedExpression,
  );
  return Object.fromEntries(
    assignments.map((node) => {
      const [name, , value] = childrenOf(node);
      if (name === undefined || value === undefined) throw new Error(textOf(node));
      return [nameIn(name), evaluate(value, row)];
    }),
  );
}

function nameIn(node: Node): string {
  return textOf(node).replace(/^\['(.*)'\]$/, '$1');
}

function evaluate(node: Node, row: Row): unknown {
  if (node instanceof Kusto.Language.Syntax.NameReference) return row[nameIn(node)] ?? null;
  if (node instanceof Kusto.Language.Syntax.LiteralExpression) return textOf(node).slice(1, -1);
  if (!(node instanceof Kusto.Language.Syntax.FunctionCallExpression)) {
    throw new Error(`This cannot run ${textOf(node)}`);
  }
  const list = [...nodesOf(node)].find(
    (inner) => inner instanceof Kusto.Language.Syntax.ExpressionList,
  );
  const values = list === undefined ? [] : argumentsOf(list).map((one) => evaluate(one, row));
  return call(node.Name?.SimpleName ?? '', values);
}

/** The expressions between the commas of an argument list. */
function argumentsOf(list: Node): Node[] {
  const elements = childrenOf(list)[1];
  if (elements === undefined) return [];
  return childrenOf(elements).flatMap((element) => childrenOf(element).slice(0, 1));
}

function call(name: string, values: readonly unknown[]): unknown {
  const [first, second, third] = values;
  switch (name) {
    case 'now':
      return NOW;
    case 'isnull':
      return first === null;
    case 'iif':
      return first === true ? second : third;
    case 'parse_json':
      // A text that is no JSON stays a text; one that is missing is null.
      return typeof first === 'string' && first !== '' ? parseJson(first) : null;
    default:
      throw new Error(`This cannot run ${name}`);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

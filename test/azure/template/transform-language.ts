/** The part of KQL that Azure Monitor runs on what it takes in, and what of KQL a text uses. */

import { analyze, globalsWith, tableSymbol, toArray } from '../kql/language-service.ts';

/**
 * From "Supported KQL features in Azure Monitor transformations" (20 January 2026), which is
 * `articles/azure-monitor/data-collection/data-collection-transformations-kql.md` in Microsoft's
 * public documentation.
 */
export const TRANSFORM_OPERATORS: ReadonlySet<string> = new Set(
  'extend project print where parse project-away project-rename datatable columnifexists'.split(
    ' ',
  ),
);

export const TRANSFORM_FUNCTIONS: ReadonlySet<string> = new Set(
  [
    'binary_and binary_or binary_not binary_shift_left binary_shift_right binary_xor',
    'tobool todatetime todouble toreal toguid toint tolong tostring totimespan',
    'ago datetime_add datetime_diff datetime_part dayofmonth dayofweek dayofyear endofday',
    'endofmonth endofweek endofyear getmonth getyear hourofday make_datetime make_timespan now',
    'startofday startofmonth startofweek startofyear weekofyear',
    'array_concat array_length pack_array pack parse_json parse_xml zip',
    'abs bin floor ceiling exp exp10 exp2 isfinite isinf isnan log log10 log2 pow round sign',
    'case iif max_of min_of',
    'base64_encodestring base64_decodestring countof extract extract_all indexof isempty',
    'isnotempty split strcat strcat_delim strlen substring tolower toupper hash_sha256',
    'gettype isnotnull isnull parse_cef_dictionary geo_location columnifexists',
  ].flatMap((line) => line.split(' ')),
);

/** The most characters that a transform may have. */
export const MAX_TRANSFORM_LENGTH = 15_360;

type Node = Kusto.Language.Syntax.SyntaxElement;

/** The types that the service knows a table's columns by. */
const KUSTO_TYPES: Readonly<Record<string, string>> = { boolean: 'bool' };

export interface Bound {
  readonly tree: Node;
  readonly diagnostics: readonly string[];
  /** The columns that come out, each as `name type`. */
  readonly result: readonly string[];
}

/** Parses a transform, and binds it to the columns that its stream declares. */
export function bindTransform(
  kql: string,
  stream: readonly { readonly name: string; readonly type: string }[],
): Bound {
  const columns = stream.map(({ name, type }) => `['${name}']:${KUSTO_TYPES[type] ?? type}`);
  const globals = globalsWith([tableSymbol('source', `(${columns.join(', ')})`)]);
  const code = analyze(kql, globals);
  const tree = code.Syntax;
  if (tree === null) throw new Error('The transform has no syntax tree.');
  const diagnostics = code.GetDiagnostics();
  const result = code.ResultType;
  const outputs = result instanceof Kusto.Language.Symbols.TableSymbol.ctor ? result.Columns : null;
  return {
    tree,
    diagnostics: toArray(diagnostics).map(({ Message }) => Message ?? ''),
    result: toArray(outputs).map(({ Name, Type }) => `${Name} ${Type?.Name}`),
  };
}

/** Every node of a tree, from the top. */
export function* nodesOf(node: Node): Generator<Node> {
  yield node;
  for (const child of childrenOf(node)) yield* nodesOf(child);
}

export function childrenOf(node: Node): Node[] {
  return Array.from({ length: node.ChildCount }, (_, index) => node.GetChild(index)).filter(
    (child): child is Node => child !== null && child !== undefined,
  );
}

/** What a transform uses that Azure does not list; each is named once. */
export function unsupported(tree: Node): string[] {
  const found = new Set<string>();
  for (const node of nodesOf(tree)) {
    if (node instanceof Kusto.Language.Syntax.QueryOperator) {
      const name = /^[a-z-]+/.exec(textOf(node))?.[0] ?? '';
      if (!TRANSFORM_OPERATORS.has(name)) found.add(`operator ${name}`);
    }
    if (node instanceof Kusto.Language.Syntax.FunctionCallExpression) {
      const name = node.Name?.SimpleName ?? '';
      if (!TRANSFORM_FUNCTIONS.has(name)) found.add(`function ${name}`);
    }
    if (node instanceof Kusto.Language.Syntax.DynamicExpression) found.add('dynamic literal');
  }
  return [...found];
}

export function textOf(node: Node): string {
  return (node.ToString(Kusto.Language.Syntax.IncludeTrivia.Minimal) ?? '').trim();
}

/** The language of the expressions in templates of Azure Resource Manager, parsed by a made parser. */

import { generate } from 'peggy';

export type Expression =
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'call'; readonly name: string; readonly values: readonly Expression[] }
  | { readonly kind: 'property'; readonly of: Expression; readonly name: Expression };

/**
 * From "Syntax and expressions in Azure Resource Manager templates": functions, texts in single
 * quotes that are doubled within, whole numbers, properties after a dot or in brackets. `true` and
 * `null` are functions.
 */
const GRAMMAR = String.raw`
Whole = _ @Value _

Value
  = head:(Call / Text / Number) tail:Access* {
      return tail.reduce((of, name) => ({ kind: 'property', of, name }), head);
    }

Access
  = _ '.' name:Name { return { kind: 'text', value: name }; }
  / _ '[' _ @Value _ ']'

Call
  = name:Name _ '(' _ values:List? _ ')' { return { kind: 'call', name, values: values ?? [] }; }

List = head:Value tail:(_ ',' _ @Value)* { return [head, ...tail]; }

Text = "'" characters:(("''" { return "'"; }) / [^'])* "'" {
  return { kind: 'text', value: characters.join('') };
}

Number = '-'? [0-9]+ { return { kind: 'number', value: Number(text()) }; }

Name = $([A-Za-z_] [A-Za-z0-9_]*)

_ = [ \t\r\n]*
`;

const parser = generate(GRAMMAR);

/** Whether Azure takes a text for an expression. */
export function isExpression(text: string): boolean {
  return text.startsWith('[') && text.endsWith(']') && !text.startsWith('[[');
}

/** Parses an expression with its outer brackets; throws when it is none. */
export function parseExpression(text: string): Expression {
  if (!isExpression(text)) throw new Error(`An expression stands in brackets, unlike ${text}`);
  // The rules of the grammar make nothing else.
  return parser.parse(text.slice(1, -1)) as Expression;
}

/** An expression and all that are in it. */
export function* partsOf(expression: Expression): Generator<Expression> {
  yield expression;
  if (expression.kind === 'call') for (const value of expression.values) yield* partsOf(value);
  if (expression.kind !== 'property') return;
  yield* partsOf(expression.of);
  yield* partsOf(expression.name);
}

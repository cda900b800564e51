/** Finds what is wrong with a template before Azure does. Gives one sentence for each fault. */

import { ARM_FUNCTIONS, DEFAULT_ONLY_FUNCTIONS, RUNTIME_FUNCTIONS } from './arm-functions.ts';
import type { Template } from './evaluate.ts';
import { type Expression, isExpression, parseExpression, partsOf } from './expression-grammar.ts';

const SCHEMA = 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#';

/** The limits of "Best practices for ARM templates" and "Azure subscription limits". */
const LIMITS = { parameters: 256, variables: 256, resources: 800, outputs: 64 } as const;
const MAX_EXPRESSION_LENGTH = 24_576;

const PARAMETER_TYPES = new Set(
  'string securestring int bool object secureobject array'.split(' '),
);

/** A text of the template, and where it stands. */
interface Place {
  readonly path: string;
  readonly text: string;
}

export function faultsOf(template: Template): string[] {
  const places = [...placesIn(template, '')].filter(({ text }) => isExpression(text));
  const read = places.map((place) => ({ ...place, expression: tryParse(place) }));
  const known = read.flatMap(({ path, expression }) =>
    typeof expression === 'string' ? [] : [{ path, expression }],
  );
  return [
    ...faultsOfForm(template),
    ...read.flatMap(({ expression }) => (typeof expression === 'string' ? [expression] : [])),
    ...places
      .filter(({ text }) => text.length > MAX_EXPRESSION_LENGTH)
      .map(({ path }) => `${path}: the expression is too long`),
    ...known.flatMap(({ path, expression }) => faultsOfExpression(path, expression, template)),
    ...unusedNames(
      template,
      known.map(({ expression }) => expression),
    ),
  ];
}

function* placesIn(value: unknown, path: string): Generator<Place> {
  if (typeof value === 'string') yield { path, text: value };
  if (typeof value !== 'object' || value === null) return;
  for (const [name, inner] of Object.entries(value)) yield* placesIn(inner, `${path}/${name}`);
}

function tryParse({ path, text }: Place): Expression | string {
  try {
    return parseExpression(text);
  } catch (error) {
    return `${path}: ${error instanceof Error ? error.message : error}`;
  }
}

function faultsOfForm(template: Template): string[] {
  const { parameters, variables = {}, resources, outputs = {} } = template;
  const counts = {
    parameters: Object.keys(parameters).length,
    variables: Object.keys(variables).length,
    resources: resources.length,
    outputs: Object.keys(outputs).length,
  };
  return [
    ...(template.$schema === SCHEMA ? [] : [`$schema should be ${SCHEMA}`]),
    ...(/^\d+\.\d+\.\d+\.\d+$/.test(template.contentVersion ?? '') ? [] : ['contentVersion']),
    ...Object.entries(LIMITS).flatMap(([part, most]) =>
      counts[part as keyof typeof LIMITS] > most ? [`too many ${part}`] : [],
    ),
    ...Object.entries(parameters).flatMap(([name, { type, metadata, defaultValue }]) => [
      ...(PARAMETER_TYPES.has(type.toLowerCase())
        ? []
        : [`parameter ${name} has the type ${type}`]),
      ...((metadata?.description ?? '').length >= 20 ? [] : [`parameter ${name} is not described`]),
      ...(/^secure/i.test(type) && defaultValue !== undefined && defaultValue !== ''
        ? [`parameter ${name} gives a secret away`]
        : []),
    ]),
  ];
}

function faultsOfExpression(path: string, whole: Expression, template: Template): string[] {
  return [...partsOf(whole)].flatMap((part) => {
    if (part.kind !== 'call') return [];
    const { name, values } = part;
    const known = ARM_FUNCTIONS.get(name);
    if (known === undefined) return [`${path}: there is no function ${name}`];
    return [
      ...(values.length < known.least || values.length > known.most
        ? [`${path}: ${name} takes ${known.least} to ${known.most} values, not ${values.length}`]
        : []),
      ...(RUNTIME_FUNCTIONS.has(name) && !/^\/(outputs|resources\/\d+\/properties)\//.test(path)
        ? [`${path}: ${name} can be asked for in properties and outputs only`]
        : []),
      ...(DEFAULT_ONLY_FUNCTIONS.has(name) && !/^\/parameters\/\w+\/defaultValue$/.test(path)
        ? [`${path}: ${name} may stand in the default of a parameter only`]
        : []),
      ...faultsOfNames(path, name, values[0], template),
    ];
  });
}

/** What an expression names has to be there. */
function faultsOfNames(
  path: string,
  name: string,
  first: Expression | undefined,
  { parameters, variables = {}, resources }: Template,
): string[] {
  if (first?.kind !== 'text') {
    return name === 'parameters' || name === 'variables' ? [`${path}: ${name} needs a name`] : [];
  }
  if (name === 'parameters' && !Object.hasOwn(parameters, first.value)) {
    return [`${path}: there is no parameter ${first.value}`];
  }
  if (name === 'variables' && !Object.hasOwn(variables, first.value)) {
    return [`${path}: there is no variable ${first.value}`];
  }
  if (name !== 'resourceId') return [];
  const types = new Set([...resources.map(({ type }) => type), ...TYPES_ELSEWHERE]);
  return types.has(first.value) ? [] : [`${path}: the template has no ${first.value}`];
}

/** What a template may name without making it: the workspace of the alerts, and of Sentinel's rules. */
const TYPES_ELSEWHERE = [
  'Microsoft.OperationalInsights/workspaces',
  'Microsoft.OperationalInsights/workspaces/providers',
];

function unusedNames(template: Template, expressions: readonly Expression[]): string[] {
  const calls = expressions.flatMap((expression) => [...partsOf(expression)]);
  const used = new Set(
    calls.flatMap((part) =>
      part.kind === 'call' && part.values[0]?.kind === 'text'
        ? [`${part.name} ${part.values[0].value}`]
        : [],
    ),
  );
  const names = [
    ...Object.keys(template.parameters).map((name) => `parameters ${name}`),
    ...Object.keys(template.variables ?? {}).map((name) => `variables ${name}`),
  ];
  return names.filter((name) => !used.has(name)).map((name) => `${name} is not used`);
}

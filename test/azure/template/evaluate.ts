/** Works out what a template comes to for one deployment, as Azure does before it makes anything. */

import { createHash } from 'node:crypto';
import { type Expression, isExpression, parseExpression } from './expression-grammar.ts';

export interface Deployment {
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  readonly location: string;
  readonly tenantId: string;
  /** What `reference` gives, by the resource's id. */
  readonly deployed: Readonly<Record<string, unknown>>;
}

export interface Template {
  readonly $schema?: string;
  readonly contentVersion?: string;
  readonly parameters: Readonly<Record<string, TemplateParameter>>;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly resources: readonly TemplateResource[];
  readonly outputs?: Readonly<Record<string, TemplateOutput>>;
}

export interface TemplateParameter {
  readonly type: string;
  readonly defaultValue?: unknown;
  readonly allowedValues?: readonly unknown[];
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minValue?: number;
  readonly maxValue?: number;
  readonly metadata?: { readonly description?: string };
}

export interface TemplateOutput {
  readonly type: string;
  readonly value: unknown;
}

export interface TemplateResource {
  readonly [name: string]: unknown;
  readonly type: string;
  readonly apiVersion: string;
  readonly name: string;
}

export interface Outcome {
  /** Those whose condition holds. */
  readonly resources: readonly TemplateResource[];
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** What Azure would be asked for. Throws what is wrong, as Azure's validation would. */
export function deploy(template: Template, deployment: Deployment): Outcome {
  const scope = new Scope(template, deployment);
  const resources = template.resources.filter(
    ({ condition = true }) => scope.fill(condition) === true,
  );
  return {
    // What `fill` makes of an object is an object of the same form.
    resources: resources.map((resource) => scope.fill(resource) as TemplateResource),
    outputs: Object.fromEntries(
      Object.entries(template.outputs ?? {}).map(([name, { value }]) => [name, scope.fill(value)]),
    ),
  };
}

/** The namespace of Azure's `guid`. */
const GUID_NAMESPACE = Buffer.from('11fb06fb712d4ddd98c7e71bbd588830', 'hex');

class Scope {
  private readonly template: Template;
  private readonly deployment: Deployment;

  constructor(template: Template, deployment: Deployment) {
    this.template = template;
    this.deployment = deployment;
  }

  /** The value with every expression in it worked out. */
  fill(value: unknown): unknown {
    if (typeof value === 'string') {
      if (isExpression(value)) return this.evaluate(parseExpression(value));
      return value.startsWith('[[') && value.endsWith(']') ? value.slice(1) : value;
    }
    if (Array.isArray(value)) return value.map((item) => this.fill(item));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [name, this.fill(inner)]),
    );
  }

  private evaluate(expression: Expression): unknown {
    switch (expression.kind) {
      case 'text':
      case 'number':
        return expression.value;
      case 'property':
        return this.property(this.evaluate(expression.of), this.evaluate(expression.name));
      case 'call':
        return this.call(expression.name, expression.values);
    }
  }

  private property(of: unknown, name: unknown): unknown {
    if (typeof of === 'object' && of !== null && Object.hasOwn(of, String(name))) {
      return (of as Record<string, unknown>)[String(name)];
    }
    const available = Object.keys(of ?? {}).join(', ');
    throw new Error(
      `The language expression property '${name}' doesn't exist, available properties are '${available}'.`,
    );
  }

  private call(name: string, unread: readonly Expression[]): unknown {
    if (name === 'if') {
      const [condition, yes, no] = unread;
      const chosen = condition !== undefined && this.evaluate(condition) === true ? yes : no;
      return chosen === undefined ? undefined : this.evaluate(chosen);
    }
    const values = unread.map((value) => this.evaluate(value));
    const texts = values.map(String);
    const [first = '', second = '', third = ''] = texts;
    switch (name) {
      case 'parameters':
        return this.parameter(first);
      case 'variables':
        return this.fill(this.property(this.template.variables, first));
      case 'concat':
        return texts.join('');
      case 'replace':
        return first.replaceAll(second, third);
      case 'substring':
        return substring(first, Number(second), Number(third));
      case 'toLower':
        return first.toLowerCase();
      case 'length':
        return first.length;
      case 'sub':
        return Number(first) - Number(second);
      case 'equals':
        return values[0] === values[1];
      case 'not':
        return values[0] !== true;
      case 'true':
        return true;
      case 'empty':
        return Array.isArray(values[0]) ? values[0].length === 0 : first === '';
      case 'createArray':
        return values;
      case 'createObject':
        return Object.fromEntries(
          texts.flatMap((key, at) => (at % 2 === 0 ? [[key, values[at + 1]]] : [])),
        );
      case 'intersection':
        return intersection(values);
      case 'guid':
        return guid(texts);
      case 'resourceId':
        return `${this.groupId()}/providers/${resourcePath(first, texts.slice(1))}`;
      case 'subscriptionResourceId':
        return `/subscriptions/${this.deployment.subscriptionId}/providers/${resourcePath(first, texts.slice(1))}`;
      case 'reference':
        return this.property(this.deployment.deployed, first);
      case 'resourceGroup':
        return { id: this.groupId(), location: this.deployment.location };
      case 'tenant':
        return { tenantId: this.deployment.tenantId };
      default:
        throw new Error(`${name} is not emulated here`);
    }
  }

  private groupId(): string {
    const { subscriptionId, resourceGroup } = this.deployment;
    return `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}`;
  }

  private parameter(name: string): unknown {
    const declared = this.template.parameters[name];
    if (declared === undefined) throw new Error(`There is no parameter ${name}`);
    const value = this.deployment.parameters[name] ?? this.fill(declared.defaultValue);
    const problem = problemOf(declared, value);
    if (problem !== undefined) throw new Error(`The parameter ${name} ${problem}`);
    return value;
  }
}

function problemOf(declared: TemplateParameter, value: unknown): string | undefined {
  if (value === undefined) return 'has no value';
  if (declared.allowedValues?.includes(value) === false) return 'has none of the allowed values';
  const { minLength = 0, maxLength = Number.POSITIVE_INFINITY } = declared;
  if (typeof value === 'string' && value.length < minLength) return `is shorter than ${minLength}`;
  if (typeof value === 'string' && value.length > maxLength) return `is longer than ${maxLength}`;
  const { minValue = Number.NEGATIVE_INFINITY, maxValue = Number.POSITIVE_INFINITY } = declared;
  if (typeof value === 'number' && (value < minValue || value > maxValue)) return 'is out of range';
  return undefined;
}

function substring(text: string, start: number, length: number): string {
  if (start < 0 || length < 0 || start + length > text.length) {
    throw new Error(`substring goes beyond ${text}`);
  }
  return text.slice(start, start + length);
}

function intersection(lists: readonly unknown[]): unknown[] {
  const [first, ...others] = lists.map((list) => (Array.isArray(list) ? list : []));
  return (first ?? []).filter((item) => others.every((other) => other.includes(item)));
}

/** The path of a type and the names that go with it: `Microsoft.A/b/NAME/c/NAME`. */
function resourcePath(type: string, names: readonly string[]): string {
  const [provider, ...types] = type.split('/');
  if (types.length !== names.length) {
    throw new Error(`${type} needs ${types.length} names, but has ${names.length}`);
  }
  return [provider, ...types.flatMap((one, at) => [one, names[at]])].join('/');
}

/** A GUID of version 5 of the texts; whether it is the very one of Azure does not matter here. */
function guid(texts: readonly string[]): string {
  const hash = createHash('sha1').update(GUID_NAMESPACE).update(texts.join('-')).digest();
  const hex = hash.toString('hex').slice(0, 32);
  const version = `5${hex.slice(13, 16)}`;
  const variant = `a${hex.slice(17, 20)}`;
  return [hex.slice(0, 8), hex.slice(8, 12), version, variant, hex.slice(20)].join('-');
}

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { renderTemplates } from '../../build/azure/make-templates.ts';
import { faultsOf } from './template/check-template.ts';
import { deploy, type TemplateResource } from './template/evaluate.ts';
import { RESOURCE_RULES } from './template/resource-rules.ts';
import { FILES, readTemplate, sampleDeployment, textOfTemplate } from './template/templates.ts';

const MAX_TEMPLATE_BYTES = 4 * 1024 * 1024;

/** What Azure takes beside `properties`. */
const TOP_LEVEL = new Set(
  'type apiVersion name location kind etag scope dependsOn condition properties id'.split(' '),
);

function at(value: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (inner, name) =>
        typeof inner === 'object' && inner !== null
          ? (inner as Record<string, unknown>)[name]
          : undefined,
      value,
    );
}

function faultsOfResource(resource: TemplateResource): string[] {
  const { type, apiVersion, name } = resource;
  const rule = RESOURCE_RULES[type];
  if (rule === undefined) return [`${type} has no rule`];
  const parts = name.split('/');
  const properties = Object.keys((resource['properties'] ?? {}) as object);
  return [
    ...(rule.apiVersions[apiVersion] === undefined ? [`${type} in version ${apiVersion}`] : []),
    ...rule.required.flatMap((path) =>
      at(resource, path) === undefined || at(resource, path) === ''
        ? [`${name} lacks ${path}`]
        : [],
    ),
    ...(parts.length === type.split('/').length - 1
      ? []
      : [`${name} has the wrong number of parts`]),
    ...(rule.name.test(parts.at(-1) ?? '') ? [] : [`${name} is no name for ${type}`]),
    ...properties
      .filter((one) => !rule.properties.includes(one))
      .map((one) => `${name} has ${one}`),
    ...Object.keys(resource).filter((one) => !TOP_LEVEL.has(one)),
  ];
}

for (const file of FILES) {
  describe(file, () => {
    const { resources } = deploy(readTemplate(file), sampleDeployment(file));

    test('is what the sources make', () => {
      const isFresh = textOfTemplate(file) === renderTemplates()[file];
      assert.ok(isFresh, `${file} is stale: run "npx tsx build/azure/make-templates.ts"`);
    });

    test('has no fault that can be found without Azure', () => {
      assert.deepEqual(faultsOf(readTemplate(file)), []);
    });

    test('fits into what Azure takes', () => {
      assert.ok(Buffer.byteLength(textOfTemplate(file)) < MAX_TEMPLATE_BYTES);
    });

    test('has resources with all that Azure asks for, in versions and names that it takes', () => {
      assert.deepEqual(resources.flatMap(faultsOfResource), []);
    });

    test('has no resource twice', () => {
      const ids = resources.map(({ type, name }) => `${type} ${name}`.toLowerCase());
      assert.equal(new Set(ids).size, ids.length);
    });

    test('depends on nothing but its own resources', () => {
      const all = deploy(readTemplate(file), sampleDeployment(file, newWorkspace(file))).resources;
      const ids = new Set(all.map(idOf));
      for (const resource of all) {
        for (const id of (resource['dependsOn'] ?? []) as string[]) assert.ok(ids.has(id), id);
      }
    });

    test('leaves no placeholder and no real id', () => {
      const text = JSON.stringify(resources);
      assert.doesNotMatch(text, /\{\{\w+\}\}/);
      assert.doesNotMatch(textOfTemplate(file), /\/subscriptions\/[0-9a-f]{8}-/);
    });
  });
}

/** With an existing workspace, what depends on it would name something that is not made. */
function newWorkspace(file: string): Record<string, string> {
  return file === 'azuredeploy.json' ? { workspace: 'new' } : {};
}

function idOf({ type, name }: TemplateResource): string {
  const [provider, ...types] = type.split('/');
  const names = name.split('/');
  const path = [provider, ...types.flatMap((one, index) => [one, names[index]])].join('/');
  const { subscriptionId, resourceGroup } = sampleDeployment('azuredeploy.json');
  return `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/${path}`;
}

test('the rules would catch a resource that lacks something', () => {
  const { resources } = deploy(
    readTemplate('azuredeploy.json'),
    sampleDeployment('azuredeploy.json'),
  );
  const rule = resources.find(({ type }) => type.endsWith('/dataCollectionRules'));
  assert.ok(rule);
  assert.deepEqual(faultsOfResource(rule), []);
  assert.match(faultsOfResource({ ...rule, kind: '' }).join(), /lacks kind/);
  assert.match(faultsOfResource({ ...rule, apiVersion: '2021-04-01' }).join(), /in version/);
  assert.match(faultsOfResource({ ...rule, name: 'a'.repeat(31) }).join(), /is no name/);
  assert.match(faultsOfResource({ ...rule, properties: { flows: [] } }).join(), /has flows/);
});

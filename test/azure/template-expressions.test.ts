import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { faultsOf } from './template/check-template.ts';
import { deploy, type Template } from './template/evaluate.ts';
import { parseExpression } from './template/expression-grammar.ts';
import { readTemplate, sampleDeployment } from './template/templates.ts';

/** A template that gives one output. */
function outputOf(value: unknown, parameters: Template['parameters'] = {}): unknown {
  const template: Template = {
    parameters,
    variables: { list: ['a'], object: { 'a b': 'found' } },
    resources: [],
    outputs: { it: { type: 'string', value } },
  };
  return deploy(template, { ...sampleDeployment('azuredeploy.json'), parameters: {} }).outputs[
    'it'
  ];
}

describe('expressions of templates', () => {
  test('are worked out as Azure does', () => {
    assert.equal(outputOf("[concat('it''s ', toLower('ME'))]"), "it's me");
    assert.equal(outputOf("[variables('object')['a b']]"), 'found');
    assert.equal(outputOf("[variables('object')[concat('a', ' b')]]"), 'found');
    assert.equal(outputOf("[if(equals(1, 2), 'yes', 'no')]"), 'no');
    assert.equal(outputOf('[resourceGroup().location]'), 'westeurope');
    assert.equal(outputOf('[[not an expression]'), '[not an expression]');
    assert.deepEqual(outputOf("[createObject('on', true())]"), { on: true });
    assert.deepEqual(outputOf("[intersection(createArray('a', 'b'), variables('list'))]"), ['a']);
  });

  test('only the chosen side of an if is worked out', () => {
    assert.equal(outputOf("[if(true(), 'fine', variables('object').missing)]"), 'fine');
  });

  test('a property that does not exist is named in the error', () => {
    assert.throws(() => outputOf("[variables('object').missing]"), /'missing' doesn't exist/);
  });

  test('a resource needs a name for each part of its type', () => {
    assert.throws(() => outputOf("[resourceId('Microsoft.A/b/c', 'one')]"), /needs 2 names/);
  });

  for (const text of [
    "[concat('a', ]",
    "[concat('a']",
    '[concat("a")]',
    "['open]",
    '[a b]',
    '[]',
  ]) {
    test(`${text} is no expression`, () => {
      assert.throws(() => parseExpression(text));
    });
  }
});

describe('the check of templates finds', () => {
  /** The faults of a template after it was spoilt. */
  function faultsAfter(from: string, to: string): string[] {
    const text = JSON.stringify(readTemplate('azuredeploy.json'));
    assert.ok(text.includes(from), `the template has no ${from}`);
    return faultsOf(JSON.parse(text.replace(from, to)) as Template);
  }

  const cases: readonly (readonly [what: string, from: string, to: string, fault: RegExp])[] = [
    ['an unknown function', '[concat(', '[concatenate(', /no function concatenate/],
    ['a function with too few values', 'tenant().tenantId', 'replace().x', /takes 3 to 3/],
    ['an unknown parameter', "parameters('location')", "parameters('place')", /no parameter place/],
    ['an unknown variable', "variables('ruleId')", "variables('rule')", /no variable rule/],
    ['a parenthesis that is not closed', '().tenantId', '(.tenantId', /Expected/],
    [
      'an unused parameter',
      '"parameters":{',
      '"parameters":{"spare":{"type":"string","metadata":{"description":"Nobody uses this one."}},',
      /spare is not used/,
    ],
    [
      'a parameter without a description',
      '"maxLength":36,"metadata":{"description":',
      '"metadata":{"title":',
      /principalObjectId is not described/,
    ],
    [
      'another schema',
      '2019-04-01/deploymentTemplate',
      '2015-01-01/deploymentTemplate',
      /\$schema/,
    ],
    [
      'what is known only after the deployment, in a name',
      "[parameters('ruleName')]",
      "[reference('x').y]",
      /properties and outputs only/,
    ],
    [
      'a resource that nobody makes',
      "resourceId('Microsoft.Insights/dataCollectionRules'",
      "resourceId('Microsoft.Insights/dataCollectionEndpoints'",
      /no Microsoft.Insights\/dataCollectionEndpoints/,
    ],
  ];
  for (const [what, from, to, fault] of cases) {
    test(what, () => {
      assert.match(faultsAfter(from, to).join('\n'), fault);
    });
  }
});

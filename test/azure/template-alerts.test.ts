import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { makeAlertsTemplate } from '../../build/azure/alerts.ts';
import { makeSentinelTemplates } from '../../build/azure/sentinel.ts';
import { type Detection, isoDuration, readDetections } from '../../build/azure/sentinel-yaml.ts';
import { deploy, type TemplateResource } from './template/evaluate.ts';
import { hours } from './template/hours.ts';
import { readTemplate, sampleDeployment, WORKSPACE_ID } from './template/templates.ts';

const DETECTIONS = readDetections();

/** Of "Microsoft.Insights/scheduledQueryRules"; a minute is left out, because functions cannot have it. */
const FREQUENCIES = new Set(
  'PT5M PT10M PT15M PT30M PT45M PT1H PT2H PT3H PT4H PT5H PT6H P1D'.split(' '),
);
const WINDOWS = new Set([...FREQUENCIES, 'P2D']);
const MAX_ALERT_BYTES = 64 * 1024;

interface AlertProperties {
  readonly severity: number;
  readonly enabled: boolean;
  readonly scopes: readonly string[];
  readonly evaluationFrequency: string;
  readonly windowSize: string;
  readonly criteria: { readonly allOf: readonly Record<string, unknown>[] };
  readonly autoMitigate: boolean;
  readonly skipQueryValidation: boolean;
  readonly actions: {
    readonly actionGroups: readonly string[];
    readonly customProperties: Readonly<Record<string, string>>;
  };
}

function alertsWith(parameters: Readonly<Record<string, unknown>> = {}) {
  const sample = sampleDeployment('alerts.json', parameters);
  const { resources } = deploy(readTemplate('alerts.json'), sample);
  const [group, ...rules] = resources;
  assert.ok(group !== undefined);
  assert.match(group.type, /\/actionGroups$/);
  return { group: group['properties'] as Record<string, unknown>, rules };
}

const propertiesOf = (rule: TemplateResource) => rule['properties'] as AlertProperties;

describe('the alerts', () => {
  const { rules } = alertsWith();

  test('are one for each detection, at least 20, each with a technique', () => {
    assert.ok(DETECTIONS.length >= 20);
    const ids = rules.map((rule) => propertiesOf(rule).actions.customProperties['detectionId']);
    assert.deepEqual(
      ids,
      DETECTIONS.map(({ id }) => id),
    );
    for (const rule of rules) {
      const { mitreTechniques, mitreTactics } = propertiesOf(rule).actions.customProperties;
      assert.match(mitreTechniques ?? '', /^T\d{4}(, T\d{4})*$/);
      assert.match(mitreTactics ?? '', /^[A-Z][A-Za-z]+(, [A-Z][A-Za-z]+)*$/);
    }
  });

  test('have times, severities and sizes that Azure takes', () => {
    for (const rule of rules) {
      const { evaluationFrequency, windowSize, severity, criteria } = propertiesOf(rule);
      assert.ok(FREQUENCIES.has(evaluationFrequency), `${rule.name} ${evaluationFrequency}`);
      assert.ok(WINDOWS.has(windowSize), `${rule.name} ${windowSize}`);
      assert.ok(severity >= 0 && severity <= 4, rule.name);
      assert.equal(criteria.allOf.length, 1);
      assert.ok(Buffer.byteLength(JSON.stringify(rule)) <= MAX_ALERT_BYTES, rule.name);
    }
  });

  test('see all that a detection looks back at: the window is at least its period', () => {
    for (const [index, { queryPeriod, file }] of DETECTIONS.entries()) {
      const rule = rules[index];
      assert.ok(
        rule && hours(propertiesOf(rule).windowSize) >= hours(isoDuration(queryPeriod)),
        file,
      );
    }
  });

  test('are as severe, and run as often, as the detection says', () => {
    const severities = { High: 1, Medium: 2, Low: 3, Informational: 4 };
    for (const [index, { severity, queryFrequency, name }] of DETECTIONS.entries()) {
      const rule = rules[index];
      assert.ok(rule);
      assert.equal(propertiesOf(rule).severity, severities[severity], name);
      assert.equal(propertiesOf(rule).evaluationFrequency, isoDuration(queryFrequency), name);
    }
  });

  test('work on the workspace, tell the action group, and are deployable before any table', () => {
    for (const rule of rules) {
      const { scopes, actions, skipQueryValidation } = propertiesOf(rule);
      assert.deepEqual(scopes, [WORKSPACE_ID]);
      assert.equal(actions.actionGroups.length, 1);
      assert.match(actions.actionGroups[0] ?? '', /\/actionGroups\/security-auth0-logs$/);
      assert.deepEqual(rule['dependsOn'], actions.actionGroups);
      assert.equal(skipQueryValidation, true);
    }
  });

  test('ask what the detection asks, and fire at the first row', () => {
    for (const [index, { query }] of DETECTIONS.entries()) {
      const rule = rules[index];
      assert.ok(rule);
      const [criterion] = propertiesOf(rule).criteria.allOf;
      assert.equal(criterion?.['query'], query);
      assert.equal(criterion?.['timeAggregation'], 'Count');
      assert.equal(criterion?.['operator'], 'GreaterThan');
      assert.equal(criterion?.['threshold'], 0);
      assert.deepEqual(criterion?.['failingPeriods'], {
        numberOfEvaluationPeriods: 1,
        minFailingPeriodsToAlert: 1,
      });
    }
  });

  test('only those on the exporter resolve themselves', () => {
    for (const [index, { tags, file }] of DETECTIONS.entries()) {
      const rule = rules[index];
      const isHealth = tags?.includes('Health') === true;
      assert.ok(rule && propertiesOf(rule).autoMitigate === isHealth, file);
    }
    assert.ok(DETECTIONS.some(({ tags }) => tags?.includes('Health')));
  });

  test('begin enabled or not, as was chosen', () => {
    const isEnabled = (rule: TemplateResource) => propertiesOf(rule).enabled;
    assert.ok(rules.every(isEnabled));
    assert.ok(!alertsWith({ enabled: false }).rules.some(isEnabled));
  });
});

describe('the queries of alerts', () => {
  // "Create a log search alert rule": what a query of an alert cannot have.
  for (const { file, query } of DETECTIONS) {
    test(`${file} has nothing that a log alert cannot run`, () => {
      const code = query.replace(/\/\/.*$/gm, '');
      assert.doesNotMatch(code, /\b(?:bag_unpack|pivot|narrow)\b|\bAggregatedValue\b/);
      assert.doesNotMatch(code, /\bago\((?!\d+(?:\.\d+)?(?:d|h|m|s)\))/);
    });
  }
});

describe('the action group', () => {
  test('tells nobody when nothing was entered', () => {
    const { group } = alertsWith();
    assert.deepEqual([group['emailReceivers'], group['webhookReceivers']], [[], []]);
    assert.ok(String(group['groupShortName']).length <= 12);
  });

  test('tells the e-mail address and the webhook that were entered', () => {
    const { group } = alertsWith({ email: 'soc@example.com', webhookUrl: 'https://example.com/a' });
    assert.deepEqual(group['emailReceivers'], [
      { name: 'email', emailAddress: 'soc@example.com', useCommonAlertSchema: true },
    ]);
    assert.deepEqual(group['webhookReceivers'], [
      { name: 'webhook', serviceUri: 'https://example.com/a', useCommonAlertSchema: true },
    ]);
  });

  test("keeps the webhook's address out of the history of deployments", () => {
    assert.equal(readTemplate('alerts.json').parameters['webhookUrl']?.type, 'securestring');
  });
});

describe('a detection that cannot be made into a rule is refused', () => {
  const [some] = DETECTIONS;
  assert.ok(some);
  const bad = (change: Partial<Detection>): Detection[] => [{ ...some, ...change }];

  test('for an operator that log alerts do not have', () => {
    assert.throws(() => makeAlertsTemplate(bad({ triggerOperator: 'ne' })), /gt or lt/);
    assert.throws(() => makeSentinelTemplates(bad({ triggerOperator: 'above' })), /gt, lt/);
  });

  test('for a time span in no known form', () => {
    assert.throws(() => makeAlertsTemplate(bad({ queryFrequency: 'hourly' })), /PT15M/);
    assert.equal(isoDuration('15m'), 'PT15M');
    assert.equal(isoDuration('2d'), 'P2D');
    assert.equal(isoDuration('PT1H'), 'PT1H');
  });

  test('a query that looks like an expression stays a query', () => {
    const { resources } = makeAlertsTemplate(bad({ query: '[1]' })) as {
      resources: readonly { properties: { criteria?: { allOf: { query: string }[] } } }[];
    };
    assert.equal(resources[1]?.properties.criteria?.allOf[0]?.query, '[[1]');
  });
});

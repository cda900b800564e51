import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { isoDuration, readDetections } from '../../build/azure/sentinel-yaml.ts';
import { deploy } from './template/evaluate.ts';
import { hours } from './template/hours.ts';
import { readTemplate, sampleDeployment } from './template/templates.ts';

const DETECTIONS = readDetections();

describe("Sentinel's rules", () => {
  const rules = (['sentinel.json', 'sentinel-administration.json'] as const).flatMap((file) => {
    const { resources } = deploy(readTemplate(file), sampleDeployment(file));
    // The portal imports no more from one file.
    assert.ok(resources.length <= 50, file);
    return resources;
  });

  test('are the same detections, each in one of the files, with ids of their own', () => {
    const ids = rules.map(({ name }) => name.split('/').at(-1)).sort();
    assert.deepEqual(ids, DETECTIONS.map(({ id }) => id).sort());
    assert.equal(new Set(ids).size, ids.length);
  });

  test('say what the detections say', () => {
    for (const detection of DETECTIONS) {
      const rule = rules.find(({ name }) => name.endsWith(detection.id));
      const properties = rule?.['properties'] as Record<string, unknown>;
      const { severity, tactics, relevantTechniques, query, name, entityMappings } = detection;
      assert.equal(properties['displayName'], name);
      assert.equal(properties['query'], query);
      assert.equal(properties['severity'], severity);
      assert.deepEqual(properties['tactics'], tactics);
      assert.deepEqual(properties['techniques'], relevantTechniques);
      assert.deepEqual(properties['entityMappings'], entityMappings);
      assert.equal(properties['queryPeriod'], isoDuration(detection.queryPeriod));
      assert.equal(properties['triggerOperator'], 'GreaterThan');
      assert.equal(properties['triggerThreshold'], detection.triggerThreshold);
      assert.equal(properties['enabled'], true);
      assert.equal(at(properties, 'incidentConfiguration', 'createIncident'), true);
    }
  });

  test('are within what Sentinel takes', () => {
    for (const rule of rules) {
      const properties = rule['properties'] as Record<string, unknown>;
      const { displayName, query, description, entityMappings = [] } = properties;
      assert.ok(String(query).length <= 10_000, `${displayName}`);
      assert.ok(String(description).length <= 5_000, `${displayName}`);
      assert.ok(String(displayName).length <= 256, `${displayName}`);
      assert.ok((entityMappings as unknown[]).length <= 10, `${displayName}`);
      assert.match(String(properties['severity']), /^(?:High|Medium|Low|Informational)$/);
      const [frequency, period] = ['queryFrequency', 'queryPeriod'].map((name) =>
        hours(String(properties[name])),
      );
      assert.ok(frequency !== undefined && period !== undefined && frequency <= period);
      assert.ok(frequency >= 5 / 60 && period <= 14 * 24, `${displayName}`);
    }
  });
});

function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce((inner, name) => (inner as Record<string, unknown>)[name], value);
}

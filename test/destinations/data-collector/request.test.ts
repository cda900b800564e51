import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { dataCollectorRequest } from '../../../src/destinations/data-collector/request.ts';
import { anyUnits } from '../../any-text.ts';
import { dataCollectorWith, validValues } from '../../settings/valid-values.ts';
import { encoded } from '../records.ts';

/** The moment of the fixed vectors. */
const VECTOR_MS = Date.UTC(2016, 3, 4, 8, 0, 0);
const WORKSPACE = String(validValues['LOGANALYTICS_WORKSPACEID']);

const settings = { ...dataCollectorWith({}), timeColumn: 'date' };

test('sends exactly the headers that the service documents, signed for this body and moment', () => {
  const request = dataCollectorRequest(settings, [encoded({ user_name: 'Zoë – 日本' })], VECTOR_MS);

  assert.equal(request.body.toString('utf8'), '[{"user_name":"Zoë – 日本"}]');
  assert.deepEqual(request.headers, {
    authorization: `SharedKey ${WORKSPACE}:CFDLWZdsVqkfnAVQMQsI7JgiEJ2kLq2clveWPv2gRNo=`,
    'content-type': 'application/json',
    'log-type': 'Auth0Logs',
    'x-ms-date': 'Mon, 04 Apr 2016 08:00:00 GMT',
    'time-generated-field': 'date',
  });
});

test('names the Azure resource when one is set', () => {
  const resourceId = '/subscriptions/5b9f2c1e-7a40-4d63-9e1b-0c8d2f6a3e71/resourceGroups/logs';
  const request = dataCollectorRequest({ ...settings, resourceId }, [], VECTOR_MS);
  assert.equal(request.headers['x-ms-AzureResourceId'], resourceId);
});

test('goes to the host of the cloud that the settings choose', () => {
  const urls = [undefined, 'usgov', 'china'].map((cloud) => {
    const values = cloud === undefined ? {} : { LOGANALYTICS_CLOUD: cloud };
    return dataCollectorRequest({ ...settings, ...dataCollectorWith(values) }, [], VECTOR_MS).url;
  });
  assert.deepEqual(urls, [
    `https://${WORKSPACE}.ods.opinsights.azure.com/api/logs?api-version=2016-04-01`,
    `https://${WORKSPACE}.ods.opinsights.azure.us/api/logs?api-version=2016-04-01`,
    `https://${WORKSPACE}.ods.opinsights.azure.cn/api/logs?api-version=2016-04-01`,
  ]);
});

test('dates and signs each attempt anew, because an old date is refused', () => {
  const records = [encoded({ log_id: '1' })];
  const first = dataCollectorRequest(settings, records, VECTOR_MS);
  const second = dataCollectorRequest(settings, records, VECTOR_MS + 1_000);
  assert.equal(second.headers['x-ms-date'], 'Mon, 04 Apr 2016 08:00:01 GMT');
  assert.notEqual(second.headers['authorization'], first.headers['authorization']);
  assert.deepEqual(second.body, first.body);
});

test('makes a body whose bytes are those that were counted, with emoji and lone surrogates too', () => {
  const text = fc.oneof(
    anyUnits,
    fc.constantFrom('😀', '\ud83d', '\ude00', '\ude00\ud83d', '\u2028', '日本'),
  );
  const record = fc.record({ log_id: text, user_name: text }, { noNullPrototype: true });
  fc.assert(
    fc.property(fc.array(record), (values) => {
      const records = values.map(encoded);
      const { body } = dataCollectorRequest(settings, records, VECTOR_MS);

      const bytes = records.reduce((sum, record) => sum + record.bytes.length, 0);
      assert.equal(body.length, bytes + 2 + Math.max(0, records.length - 1));
      assert.deepEqual(JSON.parse(body.toString('utf8')), values);
    }),
  );
});

/** A complete set of values that are all right, for tests that spoil one of them. */

import assert from 'node:assert/strict';
import { DESTINATION_KINDS, type DestinationKind } from '../../src/engine/walls.ts';
import {
  type DataCollectorSettings,
  type LogsIngestionSettings,
  parseSettings,
  type SettingProblem,
  type Settings,
} from '../../src/settings/parse.ts';
import type { SettingName } from '../../src/settings/table.ts';

/** Random test values that open nothing. */
export const validValues: Readonly<Record<string, unknown>> = {
  AUTH0_DOMAIN: 'tenant.eu.auth0.com',
  AUTH0_CLIENT_ID: 'client-1',
  AUTH0_CLIENT_SECRET: 'QvX7-not-a-real-secret-8tRk',
  LOGANALYTICS_WORKSPACEID: '97ce69d9-b4be-4241-8dbd-d265edcf06c4',
  LOGANALYTICS_WORKSPACEKEY:
    'SERsIYhgMVlJB6uPsq49gCxNiruf6v0vhMYE+lfzbSGcXjdViZdV/e5pEMTYtw9f8SkVLf4LFlLCc2KxtRZfCA==',
  LOGANALYTICS_NAMESPACE: 'Auth0Logs',
};

/** The same for the Logs Ingestion API, without anything of the Data Collector. */
export const validIngestionValues: Readonly<Record<string, unknown>> = {
  AUTH0_DOMAIN: validValues['AUTH0_DOMAIN'],
  AUTH0_CLIENT_ID: validValues['AUTH0_CLIENT_ID'],
  AUTH0_CLIENT_SECRET: validValues['AUTH0_CLIENT_SECRET'],
  LOGANALYTICS_DESTINATION: 'logs-ingestion',
  LOGANALYTICS_DCR_ENDPOINT: 'https://dcr-auth0-a1b2.eastus-1.ingest.monitor.azure.com',
  LOGANALYTICS_DCR_ID: 'dcr-0f1e2d3c4b5a69788796a5b4c3d2e1f0',
  LOGANALYTICS_DCR_STREAM: 'Custom-Auth0',
  AZURE_TENANT_ID: '3d1f6a52-8c07-4e9b-b2a4-6f0e9d7c5b18',
  AZURE_CLIENT_ID: 'e82b4c90-17fd-43a6-9c5e-0b8a2d6f7e31',
  AZURE_CLIENT_SECRET: 'Jx8~not-a-real-secret-w3Vq',
};

/** Everything for either destination, by the one that is chosen. */
export const validChoices: readonly (readonly [
  DestinationKind,
  Readonly<Record<string, unknown>>,
])[] = DESTINATION_KINDS.map((kind) => [
  kind,
  { ...validValues, ...validIngestionValues, LOGANALYTICS_DESTINATION: kind },
]);

/** The same of what only the page needs. */
export const validPageValues: Readonly<Record<string, unknown>> = {
  PAGE_PASSWORD: 'Zu9-opens-nothing-at-all',
  AUTH0_RTA: 'authority.example.com',
  PUBLIC_WT_URL: 'https://tenant.eu.webtask.run/public-name',
  WT_URL: 'https://tenant.eu.webtask.run/name',
  EXTENSION_SECRET: 'Wm4~signs-nothing~k2Jd',
};

export function settingsWith(values: Readonly<Record<string, unknown>>): Settings {
  const parsed = parseSettings({ ...validValues, ...values });
  assert.ok(parsed.ok, parsed.ok ? '' : JSON.stringify(parsed.problems));
  return parsed.settings;
}

/** What the Data Collector gets, the other settings being right. */
export function dataCollectorWith(
  values: Readonly<Record<string, unknown>>,
): DataCollectorSettings {
  const [destination, ...others] = settingsWith(values).destinations;
  assert.ok(destination?.kind === 'data-collector' && others.length === 0);
  return destination;
}

/** What the Logs Ingestion API gets, the other settings being right. */
export function logsIngestionWith(
  values: Readonly<Record<string, unknown>>,
): LogsIngestionSettings {
  const [destination, ...others] = settingsWith({
    ...validIngestionValues,
    ...values,
  }).destinations;
  assert.ok(destination?.kind === 'logs-ingestion' && others.length === 0);
  return destination;
}

export function problemsOf(values: Readonly<Record<string, unknown>>): readonly SettingProblem[] {
  const parsed = parseSettings(values);
  return parsed.ok ? [] : parsed.problems;
}

/** The one problem of a value that is refused, all other settings being right. */
export function problemWith(
  setting: SettingName,
  value: unknown,
  valid = validValues,
): SettingProblem {
  const [problem, ...others] = problemsOf({ ...valid, [setting]: value });
  assert.ok(problem, `${setting} should be refused for ${String(value)}`);
  assert.deepEqual(others, []);
  assert.equal(problem.setting, setting);
  return problem;
}

export function assertRefused(
  setting: SettingName,
  values: readonly unknown[],
  valid = validValues,
): void {
  for (const value of values) problemWith(setting, value, valid);
}

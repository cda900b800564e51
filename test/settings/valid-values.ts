/** A complete set of values that are all right, for tests that spoil one of them. */

import assert from 'node:assert/strict';
import { parseSettings, type SettingProblem, type Settings } from '../../src/settings/parse.ts';
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

export function problemsOf(values: Readonly<Record<string, unknown>>): readonly SettingProblem[] {
  const parsed = parseSettings(values);
  return parsed.ok ? [] : parsed.problems;
}

/** The one problem of a value that is refused, all other settings being right. */
export function problemWith(setting: SettingName, value: unknown): SettingProblem {
  const [problem, ...others] = problemsOf({ ...validValues, [setting]: value });
  assert.ok(problem, `${setting} should be refused for ${String(value)}`);
  assert.deepEqual(others, []);
  assert.equal(problem.setting, setting);
  return problem;
}

export function assertRefused(setting: SettingName, values: readonly unknown[]): void {
  for (const value of values) problemWith(setting, value);
}

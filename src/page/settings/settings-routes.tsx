/** The room "Settings": what is configured, where it came from, and whether it is valid. */

import { type DescribedSetting, describeSettings } from '../../settings/describe-settings.ts';
import { describeProblem } from '../../settings/problems.ts';
import type { Desk } from '../desk.ts';
import { createRoutes, type Routes } from '../http/routes.ts';
import { Notice } from '../layout/notice.tsx';
import { SettingsTable } from './settings-table.tsx';

export function settingsRoutes(desk: Desk): Routes {
  return createRoutes().get('/settings', (context) =>
    desk.render(
      context,
      { title: 'Settings', section: 'settings' },
      <SettingsPage prefix={desk.prefix} settings={describeSettings(desk.values)} />,
    ),
  );
}

interface SettingsPageProps {
  readonly prefix: string;
  readonly settings: readonly DescribedSetting[];
}

function SettingsPage({ prefix, settings }: SettingsPageProps) {
  const problems = settings.flatMap(({ problem }) => problem ?? []);
  return (
    <>
      <h1>Settings</h1>
      {problems.length === 0 ? (
        <Notice tone="good">
          All settings are well-formed. Whether Auth0 and Azure accept them, a{' '}
          <a href={`${prefix}/actions`}>test of the connections</a> tells.
        </Notice>
      ) : (
        <Notice tone="bad">
          {problems.map((problem) => (
            <p>{describeProblem(problem)}</p>
          ))}
        </Notice>
      )}
      <p class="faint">
        They are changed in the Auth0 dashboard: Extensions, Installed Extensions, the wheel beside
        this extension. A secret is never shown, only whether it is set.
      </p>
      <SettingsTable settings={settings} />
    </>
  );
}

/** The room "Settings": what is configured, where it came from, and whether it is valid. */

import { Hono } from 'hono/tiny';
import { type DescribedSetting, describeSettings } from '../../settings/describe-settings.ts';
import { describeProblem } from '../../settings/problems.ts';
import type { Desk, PageEnv } from '../desk.ts';
import { Notice } from '../layout/notice.tsx';
import { type Column, Row, WideTable } from '../layout/wide-table.tsx';

const ORIGINS: Readonly<Record<DescribedSetting['origin'], string>> = {
  set: 'set in the dashboard',
  given: 'given by Auth0',
  default: 'default',
  'not-set': '–',
};

const COLUMNS: readonly Column<DescribedSetting>[] = [
  ['Setting', ({ name }) => <code>{name}</code>, 'name'],
  ['Value', ({ shown }) => shown],
  ['Came from', ({ origin }) => ORIGINS[origin]],
  ['Well-formed', (setting) => <Validity setting={setting} />],
  ['Meaning', ({ meaning }) => <span class="faint">{meaning}</span>, 'optional'],
];

export function settingsRoutes(desk: Desk): Hono<PageEnv> {
  return new Hono<PageEnv>().get('/settings', (context) =>
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
      <WideTable label="Settings" columns={COLUMNS}>
        {settings.map((setting) => (
          <Row columns={COLUMNS} item={setting} />
        ))}
      </WideTable>
    </>
  );
}

function Validity({ setting: { isUsed, problem } }: { readonly setting: DescribedSetting }) {
  if (!isUsed) return <span class="faint">not used by the chosen destination</span>;
  const isValid = problem === undefined;
  return <span class={`badge ${isValid ? 'good' : 'bad'}`}>{isValid ? 'Yes' : 'No'}</span>;
}

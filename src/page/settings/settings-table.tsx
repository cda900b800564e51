/** Settings as a table: what they are, where that came from, and whether it is well-formed. */

import type { DescribedSetting } from '../../settings/describe-settings.ts';
import { type Column, ItemTable } from '../layout/wide-table.tsx';

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

export function SettingsTable({ settings }: { readonly settings: readonly DescribedSetting[] }) {
  return <ItemTable label="Settings" columns={COLUMNS} items={settings} />;
}

function Validity({ setting: { isUsed, problem } }: { readonly setting: DescribedSetting }) {
  if (!isUsed) return <span class="faint">not used by the chosen destination</span>;
  const isValid = problem === undefined;
  return <span class={`badge ${isValid ? 'good' : 'bad'}`}>{isValid ? 'Yes' : 'No'}</span>;
}

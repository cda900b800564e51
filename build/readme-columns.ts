/** Makes the README's list of the columns of a row, with the row of an example of a log. */

import { encodeRecord } from '../src/destinations/data-collector/encode.ts';
import { COLUMNS } from '../src/records/columns.ts';
import { toRecord } from '../src/records/to-record.ts';
import { LOG_TABLE_COLUMNS } from './azure/table-columns.ts';

/** Shaped like what the Management API returns; all values are made up. */
const LOG = {
  _id: '90020261101100000456789000000000000000000000000000000001',
  log_id: '90020261101100000456789000000000000000000000000000000001',
  date: '2026-11-01T10:00:00.123Z',
  type: 'fp',
  description: 'Wrong email or password.',
  connection: 'Username-Password-Authentication',
  client_id: 'aBcDeFgHiJkLmNoPqRsTuVwXyZ012345',
  client_name: 'Web shop',
  client_ip: null,
  ip: '203.0.113.5',
  user_agent: 'Chrome 130.0.0 / Windows 10.0.0',
  details: { error: { message: 'Wrong email or password.' }, qs: { password: 'a secret' } },
  user_id: 'auth0|6543210',
  user_name: 'zoë@example.com',
  strategy: 'auth0',
  isMobile: false,
  a_field_of_tomorrow: { kept: true },
};

/** The suffix that Azure gives a column of each kind. */
const SUFFIXES = { text: '_s', json: '_s', number: '_d', boolean: '_b', time: '_t' } as const;

/** What a column is called by each API, what it holds, and what it holds in the example, in Markdown. */
export function renderColumns(): string {
  const row = JSON.parse(encodeRecord(toRecord(LOG)).bytes.toString()) as Record<string, unknown>;
  const lines = COLUMNS.map(({ name, kind, meaning }) => {
    const own = LOG_TABLE_COLUMNS.find(({ from }) => from === name)?.name;
    const cells = [code(`${name}${SUFFIXES[kind]}`), code(own), meaning, code(row[name])];
    return `| ${cells.join(' | ')} |`;
  });
  return [
    '<details>',
    `<summary>All ${COLUMNS.length} columns, and a failed sign-in as an example</summary>`,
    '',
    '| Data Collector API | `Auth0Events()`, template | Meaning | Example |',
    '| --- | --- | --- | --- |',
    ...lines,
    '',
    '</details>',
  ].join('\n');
}

function code(value: unknown): string {
  return value === undefined ? '' : `\`${String(value).replaceAll('|', '\\|')}\``;
}

/** Makes the README's example of a row from an example of a log, as the exporter does. */

import { encodeRecord } from '../src/destinations/data-collector/encode.ts';
import { kindOfColumn } from '../src/records/columns.ts';
import { toRecord } from '../src/records/to-record.ts';

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

/** The columns of the row with their values, in Markdown. */
export function renderExampleRow(): string {
  const row = JSON.parse(encodeRecord(toRecord(LOG)).bytes.toString()) as Record<string, unknown>;
  const lines = Object.entries(row).map(
    ([name, value]) =>
      `| \`${name}${SUFFIXES[kindOfColumn(name)]}\` | \`${String(value).replaceAll('|', '\\|')}\` |`,
  );
  return ['| Column | Value |', '| --- | --- |', ...lines].join('\n');
}

/** What real feeds hold besides well-formed events: gaps, secrets, attacks, and far too much text. */

import { SANDBOX_SECRET_MARK } from '../credentials.ts';
import type { Random } from '../random.ts';
import type { LogFields } from './scene.ts';
import { INJECTIONS } from './vocabulary.ts';

type Oddity = (log: LogFields, random: Random) => void;

const OPTIONAL_FIELDS = [
  'description',
  'client_name',
  'connection',
  'user_agent',
  'ip',
  'location_info',
  'client_id',
] as const;

const secret = (random: Random): string => SANDBOX_SECRET_MARK + random.hex(16);

const detailsOf = (log: LogFields): LogFields => {
  const { details } = log;
  return typeof details === 'object' && details !== null && !Array.isArray(details)
    ? { ...details }
    : {};
};

const addSecrets: Oddity = (log, random) => {
  log['details'] = {
    ...detailsOf(log),
    request: {
      method: 'post',
      path: '/dbconnections/signup',
      headers: {
        authorization: `Bearer ${secret(random)}`,
        cookie: `auth0=${secret(random)}`,
        accept: '*/*',
      },
      body: { password: secret(random), profile: [{ new_password: secret(random) }] },
    },
    response: {
      body: {
        access_token: secret(random),
        refresh_token: secret(random),
        client_secret: secret(random),
      },
    },
  };
};

const emptyFields: Oddity = (log, random) => {
  log[random.pick(OPTIONAL_FIELDS)] = random.chance(0.5) ? null : '';
  delete log[random.pick(OPTIONAL_FIELDS)];
};

/** A name that is a GUID or 32 hexadecimal digits makes the workspace open a second column. */
const guidNames: Oddity = (log, random) => {
  log['user_name'] = random.chance(0.5) ? random.guid() : random.hex(32);
  log['identity_user_id'] = random.chance(0.2) ? null : random.guid();
};

const injection: Oddity = (log, random) => {
  const attempt = random.pick(INJECTIONS);
  log[random.pick(['user_name', 'user_agent', 'client_name', 'description'])] = attempt;
  log['details'] = { ...detailsOf(log), [attempt]: attempt };
};

const largeDetails: Oddity = (log, random) => {
  const rows = Array.from({ length: 400 }, (_, number) => ({
    number,
    id: random.hex(32),
    note: 'x'.repeat(170),
    tags: ['á', '日', number],
  }));
  log['details'] = {
    ...detailsOf(log),
    request: { body: { rows } },
    response: { statusCode: 200, body: {} },
  };
};

/** 40,000 characters of two bytes each: more bytes than a field may have, though few enough characters for some counts. */
const longDescription: Oddity = (log) => {
  log['description'] = 'é'.repeat(40_000);
};

const references: Oddity = (log, random) => {
  log['references'] = { correlation_id: random.token(24), trace_id: random.hex(32) };
};

const schema: Oddity = (log) => {
  log['$event_schema'] = { version: '1.0.0' };
};

const mobileName: Oddity = (log) => {
  log['is_mobile'] = log['isMobile'];
  delete log['isMobile'];
};

/** Each is applied on its own, with this probability. */
const ODDITIES: readonly (readonly [number, Oddity])[] = [
  [0.6, schema],
  [0.35, references],
  [0.06, emptyFields],
  [0.02, guidNames],
  [0.02, addSecrets],
  [0.01, injection],
  [0.01, mobileName],
  [0.001, largeDetails],
  [0.001, longDescription],
];

export function addOddities(log: LogFields, random: Random): void {
  for (const [probability, apply] of ODDITIES) {
    if (random.chance(probability)) apply(log, random);
  }
}

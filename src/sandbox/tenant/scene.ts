/** Who did something with which application, from where: the part that the fields of one event share. */

import type { Random } from '../random.ts';
import { Random as PersonChoices } from '../random.ts';
import {
  AGENTS,
  type Agent,
  APPLICATION_NAMES,
  CONNECTIONS,
  type Connection,
  FAMILY_NAMES,
  GIVEN_NAMES,
  PLACES,
  type Place,
  PROGRAM_AGENTS,
} from './vocabulary.ts';

export type LogFields = Record<string, unknown>;

export interface Person {
  readonly name: string;
  readonly email: string;
  readonly userId: string;
  readonly connection: Connection;
}

export interface Application {
  readonly id: string;
  readonly name: string;
}

export interface Scene {
  readonly random: Random;
  readonly dateMs: number;
  readonly tenantName: string;
  readonly hostname: string;
  readonly person: Person;
  readonly application: Application;
  readonly agent: Agent;
  readonly program: Agent;
  readonly place: Place;
  readonly ip: string;
}

const PERSON_COUNT = 700;

/** Any fixed numbers do: people and applications stay the same whatever the seed of the events. */
const PERSON_SEED = 4711;
const APPLICATION_SEED = 815;

const people = new Map<number, Person>();

function personOf(number: number): Person {
  const known = people.get(number);
  if (known !== undefined) return known;
  const choices = new PersonChoices(PERSON_SEED, number);
  const connection = choices.pick(CONNECTIONS);
  const given = choices.pick(GIVEN_NAMES);
  const family = choices.pick(FAMILY_NAMES);
  const person: Person = {
    name: `${given} ${family}`,
    email: `${family.toLowerCase().replaceAll(' ', '.')}${number}@example.com`,
    userId: `${connection.userPrefix}|${choices.hex(24)}`,
    connection,
  };
  people.set(number, person);
  return person;
}

const applications: readonly Application[] = APPLICATION_NAMES.map((name, number) => ({
  name,
  id: new PersonChoices(APPLICATION_SEED, number).token(32),
}));

/** Addresses from the ranges that documentation may use. */
function addressOf(random: Random): string {
  if (random.chance(0.2)) return `2001:db8:${random.hex(4)}:${random.hex(4)}::${random.hex(3)}`;
  return `${random.pick(['192.0.2', '198.51.100', '203.0.113'])}.${random.between(1, 254)}`;
}

export const setScene = (random: Random, dateMs: number, tenantName: string): Scene => ({
  random,
  dateMs,
  tenantName,
  hostname: `${tenantName}.eu.auth0.com`,
  person: personOf(random.below(PERSON_COUNT)),
  application: random.pick(applications),
  agent: random.pick(AGENTS),
  program: random.pick(PROGRAM_AGENTS),
  place: random.pick(PLACES),
  ip: addressOf(random),
});

export const applicationFields = ({ application }: Scene): LogFields => ({
  client_id: application.id,
  client_name: application.name,
});

export const originFields = (scene: Scene): LogFields => ({
  ip: scene.ip,
  user_agent: scene.agent.text,
  isMobile: scene.agent.isMobile,
  location_info: scene.place,
});

const programFields = (scene: Scene): LogFields => ({
  ip: scene.ip,
  user_agent: scene.program.text,
  isMobile: false,
  ...(scene.random.chance(0.5) ? { location_info: scene.place } : {}),
});

export const userFields = ({ person }: Scene): LogFields => ({
  user_id: person.userId,
  user_name: person.email,
});

const connectionFields = ({ person: { connection } }: Scene): LogFields => ({
  connection: connection.name,
  connection_id: `con_${connection.name.length}Qk3v${connection.strategy.length}Zt`,
  strategy: connection.strategy,
  strategy_type: connection.strategyType,
});

export const noUserFields: LogFields = { user_id: '', user_name: '', connection_id: '' };

/** A person at a browser, signed in to an application. */
export const personFields = (scene: Scene): LogFields => ({
  ...applicationFields(scene),
  ...originFields(scene),
  ...connectionFields(scene),
  ...userFields(scene),
  hostname: scene.hostname,
});

/** A program that talks to the token endpoint or the Management API. */
export const machineFields = (scene: Scene): LogFields => ({
  ...applicationFields(scene),
  ...programFields(scene),
  ...noUserFields,
  hostname: scene.hostname,
});

/** A way to fill the fields of one kind of event. */
export interface LogKind {
  readonly type: string;
  /** How often it comes, relative to the others. */
  readonly weight: number;
  readonly fill: (scene: Scene) => LogFields;
}

export const kind = (type: string, weight: number, fill: (scene: Scene) => LogFields): LogKind => ({
  type,
  weight,
  fill,
});

/** A person's event that differs in words and details only. */
export const personKind = (
  type: string,
  weight: number,
  description: string,
  details: (scene: Scene) => LogFields = () => ({}),
): LogKind =>
  kind(type, weight, (scene) => ({ ...personFields(scene), description, details: details(scene) }));

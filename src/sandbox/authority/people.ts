/** Who can sign in with the emulated authority, and whose tenant each of them administers. */

export interface Person {
  /** The `sub` of their tokens. */
  readonly subject: string;
  readonly email: string;
  readonly name: string;
  readonly isEmailVerified?: boolean;
  /** The Management API audiences of the tenants they administer; default: all that are known. */
  readonly administers?: readonly string[];
}

export const ADMINISTRATOR: Person = {
  subject: 'auth0|5f7c8ec7c33c6c004bbafe82',
  email: 'ada@example.com',
  name: 'Ada Lovelace',
};

/** Has an account with the authority, but administers another tenant only. */
export const STRANGER: Person = {
  subject: 'auth0|60d21b4667d0d8992e610c85',
  email: 'mallory@example.com',
  name: 'Mallory Archer',
  administers: ['https://another-tenant.example.com/api/v2/'],
};

export const DEFAULT_PEOPLE: readonly Person[] = [ADMINISTRATOR, STRANGER];

export const isAdministratorOf = ({ administers }: Person, audience: string): boolean =>
  administers === undefined || administers.includes(audience);

export const personWith = (email: string, people: readonly Person[]): Person | undefined =>
  people.find((person) => person.email === email);

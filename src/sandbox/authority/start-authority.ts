/** Starts an emulated root tenant authority, with which administrators of Auth0 sign in, on this machine. */

import type { Fault, FaultPlan } from '../http/fault-plan.ts';
import type { JsonObject } from '../http/json-input.ts';
import { serveReplies } from '../http/serve-replies.ts';
import { controlAuthority } from './authority-control.ts';
import type { AuthorityCounters, AuthorityRequest } from './authority-counters.ts';
import type { FormFields } from './authority-pages.ts';
import { AuthorityService } from './authority-service.ts';
import type { AuthorizationRequest } from './authorization-request.ts';
import type { SignInClaims } from './claims.ts';
import { DEFAULT_PEOPLE, type Person, personWith } from './people.ts';
import { type SignOptions, signToken } from './sign-token.ts';
import { makeSigningKey, pemOf } from './signing-key.ts';

/** What may be chosen as JSON, too. */
export interface AuthoritySettings {
  /** The Management API audiences of the tenants that it knows. */
  readonly audience?: string | readonly string[];
  /** Who can sign in; default an administrator of every tenant and a stranger. */
  readonly people?: readonly Person[];
  /** Default an hour. */
  readonly tokenLifeSeconds?: number;
  /**
   * Its name in its URL. To a browser `127.0.0.1` and `localhost` are different sites, two ports of one
   * name are the same one: take the name that the extension does not have where that matters.
   */
  readonly hostName?: '127.0.0.1' | 'localhost';
  /** How long a client may take to describe itself, default 5000. */
  readonly clientTimeoutMs?: number;
  readonly faults?: readonly Fault[];
  readonly port?: number;
}

export interface AuthorityOptions extends Omit<AuthoritySettings, 'audience'> {
  readonly audience?: string | readonly string[] | ((audience: string) => boolean);
  /** The authority's clock, in milliseconds since 1970. */
  readonly now?: () => number;
}

/** A sign-in without a browser. What is left out is the authority's audience, and the OpenID scopes. */
export interface SignIn extends Omit<AuthorizationRequest, 'audience' | 'scope'> {
  readonly audience?: string;
  readonly scope?: string;
  /** The email address of one of the people; default the first of them. */
  readonly user?: string;
}

export interface Authority {
  readonly url: string;
  /** The host and port, as `AUTH0_RTA` names them. */
  readonly domain: string;
  /** The `iss` of its tokens: the URL with a slash behind it. */
  readonly issuer: string;
  /** The first audience that was listed; with a predicate, the one that stands for none. */
  readonly audience: string;
  /** Of the published keys, unless a fault names another path. */
  readonly faults: FaultPlan;
  /** The id of the present key. */
  kid(): string;
  /** The present public key as PEM text. */
  publicKeyPem(): string;
  /** The fields that would be posted to the redirect_uri. The client itself is not asked. */
  signIn(signIn: SignIn): FormFields;
  /** What the tokens of that sign-in say, as something to forge from. */
  claimsFor(signIn: SignIn): SignInClaims;
  /** Signs any claims as they are. */
  sign(claims: JsonObject, options?: SignOptions): string;
  /** From now on another key signs and is published, and the former one is gone. Gives the new id. */
  rotateKeys(): Promise<string>;
  counters(): AuthorityCounters;
  /** The newest requests, oldest first. */
  requests(): readonly AuthorityRequest[];
  resetCounters(): void;
  stop(): Promise<void>;
}

export const DEFAULT_AUDIENCE = 'https://tenant.example.com/api/v2/';
const DEFAULT_SCOPE = 'openid profile email';
const HOUR_SECONDS = 3600;
const DEFAULT_CLIENT_TIMEOUT_MS = 5000;

function audiencesOf(given: AuthorityOptions['audience']): {
  readonly first: string;
  readonly isKnown: (audience: string) => boolean;
} {
  if (typeof given === 'function') return { first: DEFAULT_AUDIENCE, isKnown: given };
  const list = typeof given === 'string' ? [given] : (given ?? [DEFAULT_AUDIENCE]);
  return { first: list[0] ?? DEFAULT_AUDIENCE, isKnown: (audience) => list.includes(audience) };
}

function findPerson(people: readonly Person[], email: string | undefined): Person {
  const person = email === undefined ? people[0] : personWith(email, people);
  if (person !== undefined) return person;
  throw new Error(`A user is one of ${people.map((known) => known.email).join(', ')}.`);
}

export async function startAuthority(options: AuthorityOptions = {}): Promise<Authority> {
  const { people = DEFAULT_PEOPLE, hostName = '127.0.0.1', port = 0 } = options;
  const audiences = audiencesOf(options.audience);
  const service = new AuthorityService(
    {
      isKnownAudience: audiences.isKnown,
      people,
      tokenLifeSeconds: options.tokenLifeSeconds ?? HOUR_SECONDS,
      clientTimeoutMs: options.clientTimeoutMs ?? DEFAULT_CLIENT_TIMEOUT_MS,
      now: options.now ?? Date.now,
    },
    await makeSigningKey(),
  );
  service.faults.add(...(options.faults ?? []));
  const server = await serveReplies(
    async (call) => controlAuthority(call, authority) ?? service.replyTo(call),
    { port },
  );
  const domain = `${hostName}:${server.port}`;
  const url = `http://${domain}`;
  service.listenOn(url);
  const requestOf = ({ user: _user, ...signIn }: SignIn): AuthorizationRequest => ({
    audience: audiences.first,
    scope: DEFAULT_SCOPE,
    ...signIn,
  });
  const authority: Authority = {
    url,
    domain,
    issuer: service.issuer,
    audience: audiences.first,
    faults: service.faults,
    kid: () => service.key.kid,
    publicKeyPem: () => pemOf(service.key),
    signIn: (signIn) => service.fieldsFor(requestOf(signIn), findPerson(people, signIn.user)),
    claimsFor: (signIn) => service.claimsFor(requestOf(signIn), findPerson(people, signIn.user)),
    sign: (claims, signOptions) => signToken(claims, service.key, signOptions),
    rotateKeys: async () => {
      service.key = await makeSigningKey();
      return service.key.kid;
    },
    counters: () => service.ledger.counters(service.faults.played),
    requests: () => service.ledger.recent,
    resetCounters: () => service.ledger.reset(),
    stop: () => server.stop(),
  };
  return authority;
}

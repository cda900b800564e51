/** What the emulated authority does with a call: sign-in, published keys, logout, and planned faults. */

import { type Answer, type Call, jsonAnswer, type Reply } from '../http/answer.ts';
import { FaultPlan } from '../http/fault-plan.ts';
import { playFault } from '../http/play-fault.ts';
import { AuthorityLedger } from './authority-counters.ts';
import {
  choicePage,
  type FormFields,
  formPostPage,
  LOGIN_PATH,
  problemPage,
} from './authority-pages.ts';
import {
  type AuthorizationRequest,
  clientIdProblem,
  readAuthorizationRequest,
} from './authorization-request.ts';
import { claimsOf, type SignInClaims } from './claims.ts';
import { askClient } from './client-configuration.ts';
import { isLoopback, webUrl } from './loopback.ts';
import { PendingSignIns } from './pending-sign-ins.ts';
import { isAdministratorOf, type Person, personWith } from './people.ts';
import { problem, repeatedParameter } from './problem.ts';
import { signToken } from './sign-token.ts';
import { publicJwk, type SigningKey } from './signing-key.ts';

export const JWKS_PATH = '/.well-known/jwks.json';

export interface AuthorityServiceOptions {
  readonly isKnownAudience: (audience: string) => boolean;
  readonly people: readonly Person[];
  readonly tokenLifeSeconds: number;
  readonly clientTimeoutMs: number;
  readonly now: () => number;
}

const refuse = (error: string, description: string): Answer =>
  problemPage(problem(error, description));

export class AuthorityService {
  readonly faults = new FaultPlan(JWKS_PATH);
  readonly ledger = new AuthorityLedger();
  readonly #options: AuthorityServiceOptions;
  readonly #pending = new PendingSignIns();
  readonly #routes: ReadonlyMap<string, (call: Call) => Answer | Promise<Answer>>;
  readonly #paths: ReadonlySet<string>;
  #url = '';
  key: SigningKey;

  constructor(options: AuthorityServiceOptions, key: SigningKey) {
    this.#options = options;
    this.key = key;
    this.#routes = new Map<string, (call: Call) => Answer | Promise<Answer>>([
      ['GET /authorize', (call) => this.#authorize(call)],
      [`POST ${LOGIN_PATH}`, (call) => this.#logIn(call)],
      ['GET /v2/logout', (call) => this.#logOut(call)],
      [`GET ${JWKS_PATH}`, () => jsonAnswer(200, { keys: [publicJwk(this.key)] })],
      ['GET /.well-known/openid-configuration', () => jsonAnswer(200, this.#discovery())],
    ]);
    this.#paths = new Set([...this.#routes.keys()].map((route) => route.replace(/^\S+ /, '')));
  }

  /** Known only once the server listens. */
  listenOn(url: string): void {
    this.#url = url;
  }

  get issuer(): string {
    return `${this.#url}/`;
  }

  async replyTo(call: Call): Promise<Reply> {
    const reply = await this.#spoiltReplyTo(call);
    const status =
      reply.kind === 'send' || reply.kind === 'send-half' ? reply.answer.status : 'none';
    const { method, path } = call;
    this.ledger.note({ method, path, status }, this.#paths.has(path));
    return reply;
  }

  async #spoiltReplyTo(call: Call): Promise<Reply> {
    const carryOut = async (): Promise<Answer> => {
      const route = this.#routes.get(`${call.method} ${call.path}`);
      if (route !== undefined) return route(call);
      const words = 'Nothing is here. A sign-in begins at the extension, which leads to this place';
      return problemPage(problem('not_found', words), 404);
    };
    const fault = this.faults.next(call.path);
    if (fault === undefined) return { kind: 'send', answer: await carryOut() };
    return playFault(fault, carryOut, (status) => jsonAnswer(status, { error: 'server_error' }));
  }

  async #authorize({ query }: Call): Promise<Answer> {
    const { isKnownAudience, clientTimeoutMs, people, now } = this.#options;
    const read = readAuthorizationRequest(query, isKnownAudience);
    if (read.status === 'refused') return problemPage(read);
    const { request } = read;
    const asked = await askClient(request.clientId, clientTimeoutMs);
    if (asked.status === 'refused') return problemPage(asked);
    if (!asked.client.redirectUris.includes(request.redirectUri)) {
      return refuse(
        'unauthorized_client',
        `Callback URL mismatch: ${request.redirectUri} is not in the client's redirect_uris`,
      );
    }
    const ticket = this.#pending.add(request, now());
    return choicePage(request, asked.client.clientName, people, ticket);
  }

  #logIn({ body }: Call): Answer {
    const posted = new URLSearchParams(body.toString('utf8'));
    const person = personWith(posted.get('user') ?? '', this.#options.people);
    if (person === undefined) return refuse('invalid_request', 'Nobody of that name is known here');
    const request = this.#pending.take(posted.get('ticket') ?? '', this.#options.now());
    if (request === undefined) {
      return refuse('invalid_request', 'This sign-in is over. Begin again at the extension');
    }
    const fields = this.fieldsFor(request, person);
    if (fields['error'] === undefined) this.ledger.signedIn += 1;
    else this.ledger.denied += 1;
    return formPostPage(request.redirectUri, fields);
  }

  claimsFor(request: AuthorizationRequest, person: Person): SignInClaims {
    const { now, tokenLifeSeconds } = this.#options;
    const context = { issuer: this.issuer, nowMs: now(), lifeSeconds: tokenLifeSeconds };
    return claimsOf(request, person, context);
  }

  /** What the application gets for this person. */
  fieldsFor(request: AuthorizationRequest, person: Person): FormFields {
    const state: FormFields = request.state === undefined ? {} : { state: request.state };
    if (!isAdministratorOf(person, request.audience)) {
      return {
        error: 'access_denied',
        error_description: 'The user does not administer this tenant',
        ...state,
      };
    }
    const claims = this.claimsFor(request, person);
    return {
      access_token: signToken(claims.accessToken, this.key),
      id_token: signToken(claims.idToken, this.key),
      expires_in: String(this.#options.tokenLifeSeconds),
      token_type: 'Bearer',
      ...state,
    };
  }

  async #logOut({ query }: Call): Promise<Answer> {
    const repeated = repeatedParameter(query);
    if (repeated !== undefined) {
      return refuse('invalid_request', `The parameter came more than once: ${repeated}`);
    }
    const clientId = query.get('client_id') ?? '';
    const returnTo = query.get('returnTo') ?? '';
    const refused = clientIdProblem(clientId);
    if (refused !== undefined) return problemPage(refused);
    const asked = await askClient(clientId, this.#options.clientTimeoutMs);
    if (asked.status === 'refused') return problemPage(asked);
    const url = webUrl(returnTo);
    const isListed = asked.client.postLogoutRedirectUris.includes(returnTo);
    if (url === undefined || !isLoopback(url) || !isListed) {
      return refuse(
        'invalid_request',
        `The returnTo "${returnTo}" is not in the client's post_logout_redirect_uris`,
      );
    }
    return { status: 302, headers: { location: url.href, 'cache-control': 'no-store' }, body: '' };
  }

  #discovery(): Readonly<Record<string, unknown>> {
    return {
      issuer: this.issuer,
      authorization_endpoint: `${this.#url}/authorize`,
      jwks_uri: `${this.#url}${JWKS_PATH}`,
      response_types_supported: ['token id_token'],
      response_modes_supported: ['form_post'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
      scopes_supported: ['openid', 'profile', 'email'],
    };
  }
}

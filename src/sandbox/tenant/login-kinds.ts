/** Sign-in, silent sign-in and sign-out. */

import {
  applicationFields,
  kind,
  type LogFields,
  type LogKind,
  noUserFields,
  originFields,
  personFields,
  personKind,
  type Scene,
  userFields,
} from './scene.ts';

const auth0Client = ({ random }: Scene): unknown => {
  const one = {
    name: random.pick(['auth0.js-ulp', 'auth0-spa-js', 'Auth0.swift', 'auth0-react']),
    version: `${random.between(1, 9)}.${random.between(0, 30)}.${random.between(0, 5)}`,
    env: { node: '20.11.0' },
  };
  return random.chance(0.15) ? [one, { name: 'next-auth', version: '4.24.7' }] : one;
};

function loginDetails({ random, person, dateMs }: Scene): LogFields {
  const elapsedMs = random.between(120, 42_000);
  const loginsCount = random.between(1, 900);
  return {
    prompts: [
      {
        name: 'prompt-authenticate',
        initiatedAt: dateMs - elapsedMs,
        completedAt: dateMs - 40,
        connection: person.connection.name,
        connection_id: null,
        strategy: person.connection.strategy,
        identity: person.userId.split('|').pop(),
        stats: { loginsCount },
        elapsedTime: random.chance(0.3) ? null : elapsedMs - 40,
      },
      {
        name: 'login',
        flow: 'universal-login',
        initiatedAt: dateMs - elapsedMs,
        completedAt: dateMs,
        user_id: person.userId,
        user_name: person.email,
        timers: { rules: random.between(1, 500) },
        elapsedTime: elapsedMs,
      },
    ],
    initiatedAt: dateMs - elapsedMs,
    completedAt: dateMs,
    elapsedTime: elapsedMs,
    session_id: random.token(32),
    actions: random.chance(0.3) ? { executions: [random.token(22)] } : null,
    stats: { loginsCount },
    riskAssessment: null,
  };
}

const silent = (scene: Scene): LogFields => ({
  body: null,
  qs: {
    client_id: scene.application.id,
    response_type: 'token id_token',
    redirect_uri: 'https://app.example.com/callback',
    scope: 'openid profile email',
    state: scene.random.token(32),
    nonce: scene.random.token(32),
    prompt: 'none',
    auth0Client: scene.random.hex(48),
  },
});

const failure = (message: string, oauthError: string, type: string): LogFields => ({
  error: { message, oauthError, type },
});

const callbackMismatch = (scene: Scene): LogFields => ({
  body: {},
  qs: {
    client_id: scene.application.id,
    redirect_uri: 'https://evil.example/cb',
    response_type: 'code',
  },
  error: {
    message: 'Callback URL mismatch. The URL in the request is not among the allowed ones.',
    oauthError: 'Callback URL mismatch.',
    payload: {
      code: 'unauthorized_client',
      status: 403,
      name: 'CallbackMismatchError',
      authorized: ['https://app.example.com/callback'],
      attempt: 'https://evil.example/cb',
    },
    type: 'callback-url-mismatch',
  },
});

export const LOGIN_KINDS: readonly LogKind[] = [
  kind('s', 12, (scene) => ({
    ...personFields(scene),
    description: scene.random.chance(0.5) ? 'Successful login' : '',
    client_ip: scene.random.chance(0.5) ? null : scene.ip,
    auth0_client: auth0Client(scene),
    details: loginDetails(scene),
  })),
  kind('f', 2, (scene) => ({
    ...applicationFields(scene),
    ...originFields(scene),
    ...noUserFields,
    hostname: scene.hostname,
    description: 'Callback URL mismatch.',
    details: callbackMismatch(scene),
  })),
  personKind('fp', 5, 'Wrong email or password.', () =>
    failure('Wrong email or password.', 'access_denied', 'invalid_user_password'),
  ),
  kind('fu', 3, (scene) => ({
    ...personFields(scene),
    user_id: '',
    description: 'Wrong email or password.',
    details: failure('Wrong email or password.', 'access_denied', 'invalid_user_password'),
  })),
  kind('ssa', 9, (scene) => ({
    ...personFields(scene),
    auth0_client: auth0Client(scene),
    details: {
      ...silent(scene),
      initiatedAt: scene.dateMs - 90,
      completedAt: scene.dateMs,
      elapsedTime: 90,
      session_id: scene.random.token(32),
    },
  })),
  kind('fsa', 5, (scene) => ({
    ...applicationFields(scene),
    ...originFields(scene),
    hostname: scene.hostname,
    description: 'Login required',
    audience: 'https://api.example.com',
    scope: ['openid', 'profile', 'email'],
    details: {
      ...silent(scene),
      error: {
        message: 'Login required',
        oauthError: 'login_required',
        type: 'oauth-authorization',
      },
    },
  })),
  kind('slo', 4, (scene) => ({
    ...applicationFields(scene),
    ...originFields(scene),
    ...userFields(scene),
    hostname: scene.hostname,
    details: {
      return_to: 'https://app.example.com/',
      allowed_logout_url: ['https://app.example.com/'],
      session_id: scene.random.token(32),
    },
  })),
  personKind('flo', 0.3, 'The returnTo address is not allowed.', ({ application }) => ({
    return_to: 'https://evil.example/',
    client_id: application.id,
  })),
  personKind('scoa', 1, '', loginDetails),
  personKind('fcoa', 0.5, 'Unknown or invalid login ticket.', () =>
    failure('Unknown or invalid login ticket.', 'invalid_request', 'request-error'),
  ),
  personKind('scv', 1, '', ({ random }) => ({
    riskAssessment: {
      confidence: random.pick(['low', 'medium', 'high']),
      version: '1',
      assessments: { UntrustedIP: { confidence: 'high', code: 'not_found_on_deny_list' } },
    },
  })),
  kind('w', 0.4, (scene) => ({
    ...personFields(scene),
    description: 'A rule took long.',
    details: { elapsedTime: scene.random.between(4000, 15_000) },
  })),
];

/** Codes, refresh tokens and client credentials swapped for access tokens, or not. */

import {
  kind,
  type LogFields,
  type LogKind,
  machineFields,
  personFields,
  personKind,
  type Scene,
} from './scene.ts';

const SCOPES = ['openid', 'profile', 'email', 'offline_access', 'read:orders'] as const;

const codeDetails = ({ random }: Scene): LogFields => ({
  code: `*****${random.token(3)}`,
  session_id: random.token(32),
  familyId: random.hex(24),
});

/** A scope comes as one text from some versions of the service and as a list from others. */
const scopeOf = ({ random }: Scene): string | readonly string[] =>
  random.chance(0.3) ? SCOPES : SCOPES.join(' ');

const succeeded = (type: string, weight: number, details: (scene: Scene) => LogFields): LogKind =>
  kind(type, weight, (scene) => ({
    ...personFields(scene),
    description: '',
    audience: 'https://api.example.com',
    scope: scopeOf(scene),
    security_context: {
      ja3: scene.random.hex(32),
      ja4: `t13d1516h2_${scene.random.hex(12)}_${scene.random.hex(12)}`,
    },
    details: details(scene),
  }));

const failed = (type: string, weight: number, message: string): LogKind =>
  kind(type, weight, (scene) => ({
    ...personFields(scene),
    description: message,
    ...(scene.random.chance(0.4)
      ? {}
      : {
          details: { error: { message, oauthError: 'invalid_grant', type: 'oauth-authorization' } },
        }),
  }));

const machineScope = 'read:orders write:orders';

export const EXCHANGE_KINDS: readonly LogKind[] = [
  succeeded('seacft', 10, codeDetails),
  succeeded('sertft', 9, ({ random }) => ({
    familyId: random.hex(24),
    rotation: random.chance(0.5),
  })),
  failed('fertft', 2, 'Unknown or invalid refresh token.'),
  failed('ferrt', 0.4, 'Unsuccessful refresh token exchange, reused refresh token detected'),
  failed('feacft', 1, 'Invalid authorization code'),
  kind('seccft', 8, (scene) => ({
    ...machineFields(scene),
    description: '',
    audience: `https://${scene.hostname}/api/v2/`,
    scope: machineScope,
    details: { actions: { executions: [] } },
  })),
  kind('feccft', 1, (scene) => ({
    ...machineFields(scene),
    client_id: scene.random.chance(0.3) ? null : scene.application.id,
    description: 'Unauthorized',
    audience: 'https://api.example.com',
    scope: machineScope,
  })),
  succeeded('sepft', 1, ({ random }) => ({ session_id: random.token(32) })),
  failed('fepft', 1, 'Wrong email or password.'),
  failed('feotpft', 0.3, 'Invalid otp_code.'),
  succeeded('sede', 0.4, ({ random }) => ({ device_code: `*****${random.token(3)}` })),
  personKind('srrt', 0.5, '', ({ random, application }) => ({
    token_id: random.hex(24),
    client_id: application.id,
  })),
];

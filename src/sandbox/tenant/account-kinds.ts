/** Sign-up, passwords, verification, invitations and the end of an account. */

import { kind, type LogKind, personFields, personKind, type Scene } from './scene.ts';

const signUp = (scene: Scene): Record<string, unknown> => ({
  body: {
    client_id: scene.application.id,
    connection: scene.person.connection.name,
    email: scene.person.email,
    password: '*****',
    tenant: scene.tenantName,
    transaction: { id: scene.random.token(24), locale: scene.random.pick(['en', 'de', 'ja']) },
    user_metadata: { name: scene.person.name, newsletter: scene.random.chance(0.4) },
  },
});

const emailDetails = ({ random, person }: Scene): Record<string, unknown> => ({
  email: person.email,
  email_type: random.pick(['verify_email', 'change_password', 'welcome_email']),
  to: person.email,
});

const mailTrouble = ({ random }: Scene): Record<string, unknown> => ({
  email_type: 'verify_email',
  error: {
    message: 'The mail server answered 421',
    code: 'EENVELOPE',
    attempts: random.between(1, 3),
  },
});

export const ACCOUNT_KINDS: readonly LogKind[] = [
  personKind('ss', 1.5, '', signUp),
  personKind('fs', 0.8, 'The user already exists.', (scene) => ({
    ...signUp(scene),
    error: {
      message: 'The user already exists.',
      oauthError: 'invalid_signup',
      type: 'request-error',
    },
  })),
  personKind(
    'scp',
    0.8,
    'You can now login to the application with the new password.',
    ({ person }) => ({
      email: person.email,
      query: { connection: person.connection.name, markEmailAsVerified: true },
    }),
  ),
  personKind('fcp', 0.4, 'The password is too weak', ({ random }) => ({
    description: {
      rules: [{ code: 'lengthAtLeast', format: [8], verified: random.chance(0.5) }],
      verified: false,
    },
  })),
  personKind('scpr', 1, '', emailDetails),
  personKind('fcpr', 0.2, 'User not found', emailDetails),
  personKind(
    'sv',
    1,
    'Your email was verified. You can continue using the application.',
    emailDetails,
  ),
  personKind('svr', 0.5, '', emailDetails),
  personKind('fv', 0.2, 'Access expired.', emailDetails),
  personKind('fn', 0.3, 'To the mail server: connection refused', mailTrouble),
  personKind('cls', 0.5, 'Passwordless code/link sent', emailDetails),
  personKind('cs', 0.4, 'Passwordless code sent', ({ random }) => ({
    phone_number: `+49 ***** ${random.between(100, 999)}`,
  })),
  personKind('si', 0.2, '', ({ random }) => ({ invitation_id: `uinv_${random.token(16)}` })),
  personKind('sce', 0.2, '', ({ person }) => ({ previous_email: `old.${person.email}` })),
  kind('sdu', 0.3, (scene) => ({
    ...personFields(scene),
    description: scene.person.userId,
    details: {},
  })),
];

/** Attacks seen, limits reached, second factors asked for. */

import {
  kind,
  type LogFields,
  type LogKind,
  machineFields,
  originFields,
  personFields,
  personKind,
  type Scene,
} from './scene.ts';

const limitDetails = ({ random }: Scene): LogFields => ({
  limit: {
    size: random.pick([10, 50, 100]),
    bucket: random.pick(['management-api', 'authentication-api']),
    global: random.chance(0.3),
  },
  request: {
    method: random.pick(['GET', 'POST']),
    path: random.pick(['/api/v2/logs', '/api/v2/users', '/oauth/token']),
    qs: {},
    channel: 'api',
  },
});

const limited = (type: string, weight: number, description: string): LogKind =>
  kind(type, weight, (scene) => ({
    ...machineFields(scene),
    description,
    details: limitDetails(scene),
  }));

const leaked = (type: string, weight: number): LogKind =>
  kind(type, weight, (scene) => ({
    ...personFields(scene),
    description: 'The password was found in a breach elsewhere.',
    ...(scene.random.chance(0.5)
      ? {}
      : { details: { source: 'breach-list', count: scene.random.between(1, 40) } }),
  }));

const authenticator = ({ random }: Scene): LogFields => ({
  authenticator: {
    id: `dev_${random.token(16)}`,
    type: random.pick(['sms', 'push', 'otp', 'webauthn-roaming']),
    phone_number: `XXXXXXXXX${random.between(1000, 9999)}`,
  },
  device_id: `dev_${random.token(16)}`,
  enrollment: random.chance(0.5) ? null : { id: `enr_${random.token(12)}` },
});

const guardian = (type: string, weight: number, description: string): LogKind =>
  personKind(type, weight, `Guardian - ${description}`, authenticator);

const assessments = ({ random }: Scene): LogFields => ({
  assessments: {
    NewDevice: { confidence: random.pick(['low', 'high']), code: 'no_match' },
    UntrustedIP: { confidence: 'high', code: 'not_found_on_deny_list' },
    ImpossibleTravel: {
      confidence: random.pick(['low', 'neutral']),
      code: random.chance(0.2) ? null : 'minimal_travel_from_last_login',
    },
    PhoneNumber: { confidence: 'neutral', code: 'phone_number_not_provided' },
  },
  confidence: random.pick(['low', 'medium', 'high']),
  version: '1',
});

export const PROTECTION_KINDS: readonly LogKind[] = [
  personKind(
    'limit_wc',
    0.6,
    'Too many wrong passwords for this account from this address.',
    ({ random }) => (random.chance(0.5) ? {} : { attempts: random.between(10, 60) }),
  ),
  kind('limit_mu', 0.4, (scene) => ({
    ...originFields(scene),
    hostname: scene.hostname,
    description: 'Too many failed logins from this address.',
  })),
  leaked('pwd_leak', 0.3),
  leaked('signup_pwd_leak', 0.1),
  limited('api_limit', 0.3, 'Global limit has been reached'),
  limited('api_limit_warning', 0.3, '80% of the limit has been used'),
  personKind('ublkdu', 0.1, 'The block of the account was lifted.'),
  personKind('mfar', 0.4, '', assessments),
  kind('pla', 1.2, (scene) => ({
    ...originFields(scene),
    hostname: scene.hostname,
    description: '',
    details: { ...assessments(scene), requiresVerification: scene.random.chance(0.1) },
  })),
  guardian('gd_start_auth', 1.5, 'Second factor authentication started'),
  guardian('gd_auth_succeed', 1.5, 'Second factor authentication succeeded'),
  guardian('gd_auth_failed', 0.5, 'Second factor authentication failed'),
  guardian('gd_auth_rejected', 0.1, 'Authentication request rejected by the person'),
  guardian('gd_send_sms', 0.5, 'SMS sent'),
  guardian('gd_send_pn', 0.5, 'Push notification sent'),
  guardian('gd_start_enroll', 0.3, 'Enrollment started'),
  guardian('gd_enrollment_complete', 0.3, 'Enrollment complete'),
  guardian('gd_unenroll', 0.1, 'Device removed'),
  guardian('gd_otp_rate_limit_exceed', 0.1, 'Too many codes tried'),
];

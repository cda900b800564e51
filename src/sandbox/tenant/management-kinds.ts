/** What administrators and programs changed or read, and what the tenant says about itself. */

import { kind, type LogFields, type LogKind, machineFields, type Scene } from './scene.ts';

const ADMIN_SCOPES = [
  'create:clients',
  'read:clients',
  'update:clients',
  'delete:clients',
  'read:users',
  'update:users',
  'create:roles',
  'read:logs',
  'update:tenant_settings',
  'read:connections',
  'update:connections',
] as const;

const OPERATIONS = [
  ['post', '/api/v2/clients', 'Create a client', 201],
  ['patch', '/api/v2/clients/', 'Update a client', 200],
  ['patch', '/api/v2/users/', 'Update a user', 200],
  ['delete', '/api/v2/users/', 'Delete a user', 204],
  ['patch', '/api/v2/tenants/settings', 'Update tenant settings', 200],
  ['post', '/api/v2/actions/actions', 'Create an action', 201],
] as const;

const adminAuth = ({ random, person }: Scene): LogFields => ({
  strategy: 'jwt',
  user: { user_id: person.userId, name: person.name, email: person.email },
  credentials: {
    jti: random.hex(32),
    scopes: ADMIN_SCOPES.slice(random.below(4), random.between(5, 11)),
  },
});

const adminRequest = (scene: Scene, method: string, path: string): LogFields => ({
  method,
  path: path.endsWith('/') ? path + scene.random.token(20) : path,
  query: {},
  body: {
    name: scene.application.name,
    description: scene.random.chance(0.5) ? '' : scene.person.name,
    client_secret: '*****',
  },
  channel: 'https://manage.auth0.com/',
  ip: scene.ip,
  userAgent: scene.agent.text,
  auth: adminAuth(scene),
});

function managementWrite(scene: Scene): LogFields {
  const [method, path, description, statusCode] = scene.random.pick(OPERATIONS);
  return {
    ...machineFields(scene),
    client_name: '',
    user_id: scene.person.userId,
    description,
    details: {
      accessedSecrets: ['client_secret'],
      request: adminRequest(scene, method, path),
      response: {
        statusCode,
        body: {
          client_id: scene.application.id,
          name: scene.application.name,
          is_first_party: true,
          grant_types: ['client_credentials'],
        },
      },
    },
  };
}

const managementRead = (scene: Scene): LogFields => ({
  ...machineFields(scene),
  user_id: scene.person.userId,
  description: 'Get clients',
  details: {
    accessedSecrets: ['client_secret'],
    request: { ...adminRequest(scene, 'get', '/api/v2/clients'), body: {} },
    response: {
      statusCode: 200,
      body: [{ client_id: scene.application.id }, { client_id: scene.random.token(32) }],
    },
  },
});

const member = (scene: Scene): LogFields => ({
  ...machineFields(scene),
  user_id: scene.person.userId,
  user_name: scene.person.email,
  organization_id: `org_${scene.random.token(16)}`,
  organization_name: 'acme-日本',
  description: 'Added a member to the organization.',
  details: { roles: ['rol_reader'], members: [scene.person.userId] },
});

const notice = (
  type: string,
  weight: number,
  description: string,
  details: (scene: Scene) => LogFields,
): LogKind =>
  kind(type, weight, (scene) => ({
    ...machineFields(scene),
    description,
    details: details(scene),
  }));

/** Types and fields that no list knows yet. */
const unheardOf = (scene: Scene): LogFields => ({
  ...machineFields(scene),
  description: 'A kind of event that is newer than its reader.',
  agent_id: `agent_${scene.random.token(10)}`,
  quantum_state: { spin: scene.random.pick(['up', 'down']), certainty: scene.random.unit() },
  'strange-name.of a field': scene.random.between(1, 9),
  details: [1, 'two', { three: 3 }],
});

export const MANAGEMENT_KINDS: readonly LogKind[] = [
  kind('sapi', 5, managementWrite),
  kind('mgmt_api_read', 2, managementRead),
  kind('fapi', 0.2, (scene) => ({
    ...managementWrite(scene),
    description: 'The request was refused',
  })),
  kind('organization_member_added', 0.5, member),
  notice('gd_tenant_update', 0.1, 'Guardian - Updates tenant settings', (scene) => ({
    request: {
      auth: { scopes: [], strategy: 'jwt_api2_internal_token', subject: scene.person.userId },
      body: {},
      method: 'PATCH',
      path: '/api/tenants/settings',
    },
    response: { statusCode: 200, body: {} },
  })),
  notice('depnote', 0.3, 'Legacy Lock API: this feature is being deprecated.', () => ({
    feature: { id: 'legacy-lock', name: 'Legacy Lock API' },
    references: null,
  })),
  notice('sscim', 0.3, 'User updated by SCIM', ({ random }) => ({
    scim_id: random.token(20),
    operations: [{ op: 'replace', path: 'active', value: false }],
  })),
  notice('actions_execution_failed', 0.2, 'An action threw', ({ random }) => ({
    actions: { executions: [random.token(22)] },
    error: {
      message: 'Cannot read properties of undefined',
      stack: 'at main (/data/index.js:4:9)',
    },
  })),
  notice('resource_cleanup', 0.1, 'Refresh tokens above the limit were removed', ({ random }) => ({
    count: random.between(1, 200),
  })),
  notice('kms_key_state_changed', 0.1, 'Key rotated', ({ random }) => ({
    kid: random.guid(),
    state: { from: 'active', to: 'deactivated' },
  })),
  kind('quantum_login_succeeded', 0.2, unheardOf),
  kind('zz_from_the_future', 0.1, unheardOf),
];

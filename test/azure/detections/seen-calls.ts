/** Calls of the Management API that must not go unseen, as Auth0's own SDK makes them. */

/** As `METHOD path`, by the detection that sees them. */
export const SEEN: Readonly<Record<string, readonly string[]>> = {
  'application-weakened': ['POST /clients', 'PATCH /clients/x1'],
  'attack-protection-allowlist': ['PATCH /attack-protection/brute-force-protection'],
  'attack-protection-off': [
    'PATCH /attack-protection/bot-detection',
    'PATCH /attack-protection/breached-password-detection',
    'PATCH /attack-protection/brute-force-protection',
    'PATCH /attack-protection/suspicious-ip-throttling',
  ],
  'client-secret-changed': ['POST /clients/x1/rotate-secret', 'POST /clients/x1/credentials'],
  'connection-changed': [
    'POST /connections',
    'PATCH /connections/x1',
    'POST /token-exchange-profiles',
    'POST /self-service-profiles/x1/sso-ticket',
  ],
  'custom-domain-changed': ['POST /custom-domains', 'DELETE /custom-domains/x1'],
  'log-stream-changed': ['POST /log-streams', 'PATCH /log-streams/x1', 'DELETE /log-streams/x1'],
  'management-api-granted': ['POST /client-grants', 'PATCH /client-grants/x1'],
  'message-provider-changed': [
    'POST /emails/provider',
    'PUT /email-templates/x1',
    'POST /branding/phone/providers',
    'PUT /guardian/factors/sms/providers/twilio',
    'PUT /guardian/factors/phone/selected-provider',
  ],
  'mfa-removed-from-users': [
    'DELETE /users/x1/multifactor/x1',
    'DELETE /users/x1/authentication-methods',
    'DELETE /users/x1/authenticators',
    'DELETE /guardian/enrollments/x1',
  ],
  'mfa-switched-off': [
    'PUT /guardian/factors/x1',
    'PUT /guardian/policies',
    'PATCH /risk-assessments/settings',
  ],
  'network-access-list-changed': ['POST /network-acls', 'PUT /network-acls/x1'],
  'passwords-set-by-administrator': ['PATCH /users/x1', 'POST /tickets/password-change'],
  'role-assigned-to-user': [
    'POST /users/x1/roles',
    'POST /users/x1/permissions',
    'POST /roles/x1/users',
    'POST /organizations/x1/members/x1/roles',
  ],
  'role-permissions-changed': ['POST /roles', 'PATCH /roles/x1', 'POST /roles/x1/permissions'],
  'sign-in-code-changed': [
    'POST /actions/actions/x1/deploy',
    'POST /actions/actions/x1/versions/x1/deploy',
    'PATCH /actions/triggers/x1/bindings',
    'PATCH /rules/x1',
    'PUT /rules-configs/x1',
    'POST /hooks',
  ],
  'signing-key-changed': ['POST /keys/signing/rotate', 'PUT /keys/signing/x1/revoke'],
  'tenant-settings-changed': ['PATCH /tenants/settings'],
  'users-deleted-in-bulk': ['DELETE /users/x1', 'DELETE /connections/x1/users'],
  'users-exported': ['POST /jobs/users-exports'],
  'users-imported': ['POST /jobs/users-imports'],
};

/** The members of dynamic columns that queries read, and how each is known; binding cannot check them. */

/**
 * `schema`: Auth0's tenant-log schema or its fixtures in other products. `docs`: Auth0's documentation
 * of Adaptive MFA. `detections`: Auth0's own detection catalog (auth0/auth0-customer-detections).
 * `api`: a request of the Management API, so a name that Auth0's SDK has. `rfc7591`: dynamic client
 * registration.
 */
export type Source = 'schema' | 'docs' | 'detections' | 'api' | 'rfc7591';

export const MEMBERS_OF_DETAILS: Readonly<Record<string, Source>> = {
  accessedSecrets: 'schema',
  'authenticator.phone_number': 'schema',
  'authenticator.type': 'schema',
  device_id: 'schema',
  'enrollment.identifier': 'detections',
  'error.message': 'schema',
  'error.payload.attempt': 'schema',
  'error.type': 'schema',
  familyId: 'detections',
  'limit.bucket': 'schema',
  'qs.redirect_uri': 'schema',
  'request.auth.user.email': 'schema',
  'request.auth.user.user_id': 'schema',
  'request.body': 'schema',
  'request.body.allowlist': 'api',
  'request.body.audience': 'api',
  'request.body.callbacks': 'api',
  'request.body.challenge_password_policy': 'api',
  'request.body.client_id': 'api',
  'request.body.client_name': 'rfc7591',
  'request.body.client_secret': 'api',
  'request.body.cross_origin_authentication': 'api',
  'request.body.domain': 'api',
  'request.body.email': 'api',
  'request.body.enabled': 'api',
  'request.body.grant_types': 'api',
  'request.body.mode': 'api',
  'request.body.monitoring_mode_enabled': 'api',
  'request.body.password': 'api',
  'request.body.redirect_uris': 'rfc7591',
  'request.body.roles': 'api',
  'request.body.scope': 'api',
  'request.body.shields': 'api',
  'request.body.user_id': 'api',
  'request.channel': 'schema',
  'request.ip': 'schema',
  'request.method': 'schema',
  'request.path': 'schema',
  'request.query.email': 'schema',
  requiresVerification: 'detections',
  'response.body.audience': 'api',
  'response.body.client_id': 'api',
  'response.body.domain': 'api',
  'response.body.enabled': 'api',
  'response.body.scope': 'api',
  riskAssessment: 'docs',
  'riskAssessment.assessments.ImpossibleTravel.code': 'docs',
  'riskAssessment.assessments.NewDevice.code': 'docs',
  'riskAssessment.assessments.UntrustedIP.code': 'docs',
  'riskAssessment.confidence': 'docs',
  'stats.loginsCount': 'schema',
};

/** All of them are in the types of Auth0's SDK for a log. */
export const MEMBERS_OF_LOCATION: readonly string[] = [
  'city_name',
  'country_code',
  'country_name',
  'latitude',
  'longitude',
];

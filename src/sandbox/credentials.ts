/** What the emulated services accept when nothing else is chosen. The values open nothing anywhere. */

export const SANDBOX_CLIENT_ID = 'sandbox-client';
export const SANDBOX_CLIENT_SECRET = 'no-real-secret-4f1d09c2';

export const SANDBOX_WORKSPACE_ID = '5b9f2c1e-7a40-4d63-9e1b-0c8d2f6a3e71';

/** Sixty-four fixed bytes that look random, made here so that the key has no other home. */
export const SANDBOX_WORKSPACE_KEY = Buffer.from(
  Array.from({ length: 64 }, (_, index) => (index * 167 + 91 + ((index * index * 29) >> 3)) & 0xff),
).toString('base64');

export const SANDBOX_AZURE_TENANT_ID = '2c6d1f0e-93b5-4a7c-8e24-b1d05a6f9c38';
export const SANDBOX_AZURE_CLIENT_ID = 'a4e7b912-06cf-4d8a-b35e-7f91c2d40e65';
export const SANDBOX_AZURE_CLIENT_SECRET = 'no-real-secret-8c35e1d7';

export const SANDBOX_RULE_ID = 'dcr-7be04c9a1f2d4638a5c0e91d3b6f8247';
export const SANDBOX_STREAM = 'Custom-Auth0';

/** Every secret that the emulated tenant puts into an event begins with these characters. */
export const SANDBOX_SECRET_MARK = 'SANDBOX-SECRET-';

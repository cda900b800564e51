/** What the emulated services accept when nothing else is chosen. The values open nothing anywhere. */

export const SANDBOX_CLIENT_ID = 'sandbox-client';
export const SANDBOX_CLIENT_SECRET = 'no-real-secret-4f1d09c2';

export const SANDBOX_WORKSPACE_ID = '5b9f2c1e-7a40-4d63-9e1b-0c8d2f6a3e71';

/** Sixty-four fixed bytes that look random, made here so that the key has no other home. */
export const SANDBOX_WORKSPACE_KEY = Buffer.from(
  Array.from({ length: 64 }, (_, index) => (index * 167 + 91 + ((index * index * 29) >> 3)) & 0xff),
).toString('base64');

/** Every secret that the emulated tenant puts into an event begins with these characters. */
export const SANDBOX_SECRET_MARK = 'SANDBOX-SECRET-';

/** Keeps short texts and bytes unreadable for whoever can read the state but does not have the secret. */

import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const CIPHER = 'aes-256-gcm';
const KEY_BYTES = 32;
/** The nonce length that GCM is specified for (NIST SP 800-38D, section 8.2). */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

export interface Seal {
  seal(content: string | Buffer): string;
  /** The content as text, or `undefined` when it was sealed under another secret or was changed. */
  open(sealed: string): string | undefined;
  /** The same for bytes. */
  openBytes(sealed: string): Buffer | undefined;
}

/**
 * Makes a seal whose key is derived from `secret` (HKDF, RFC 5869), so that the state holds
 * nothing that opens it. Texts sealed for one `purpose` cannot be opened for another.
 */
export function createSeal(secret: string, purpose: string): Seal {
  const key = new Uint8Array(hkdfSync('sha256', secret, '', purpose, KEY_BYTES));

  function openBytes(sealed: string): Buffer | undefined {
    const bytes = Buffer.from(sealed, 'base64url');
    // The decoder passes over what is no base64url, so other texts would stand for the same bytes.
    if (bytes.toString('base64url') !== sealed) return undefined;
    if (bytes.length < NONCE_BYTES + TAG_BYTES) return undefined;
    try {
      const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, NONCE_BYTES));
      decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
      const content = decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES));
      return Buffer.concat([content, decipher.final()]);
    } catch {
      return undefined;
    }
  }

  return {
    seal(content) {
      const bytes = typeof content === 'string' ? Buffer.from(content) : content;
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(CIPHER, key, nonce);
      const sealed = Buffer.concat([cipher.update(bytes), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url');
    },
    open: (sealed) => openBytes(sealed)?.toString('utf8'),
    openBytes,
  };
}

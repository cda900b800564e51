/** A key and a certificate for 127.0.0.1 and localhost, made anew each time, so that none lies around. */

import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';

export interface SelfSigned {
  readonly key: string;
  /** As PEM text; a client trusts it as an authority of its own. */
  readonly cert: string;
}

const DAY_MS = 86_400_000;

/** Long forms of the length are for contents of 128 bytes and more. */
function lengthBytes(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  return length < 0x100
    ? Buffer.from([0x81, length])
    : Buffer.from([0x82, length >> 8, length & 0xff]);
}

/** A value in the encoding of certificates (DER): tag, length, content. */
function der(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(contents);
  return Buffer.concat([Buffer.from([tag]), lengthBytes(content.length), content]);
}

const SEQUENCE = 0x30;
const SET = 0x31;
const INTEGER = 0x02;
const BIT_STRING = 0x03;
const OCTET_STRING = 0x04;
const OBJECT_ID = 0x06;
const TEXT = 0x0c;
const TIME = 0x17;
const VERSION = 0xa0;
const EXTENSIONS = 0xa3;
const DNS_NAME = 0x82;
const IP_ADDRESS = 0x87;

const objectId = (hex: string): Buffer => der(OBJECT_ID, Buffer.from(hex, 'hex'));

const ECDSA_WITH_SHA256 = der(SEQUENCE, objectId('2a8648ce3d040302'));
const COMMON_NAME = objectId('550403');
const ALTERNATIVE_NAMES = objectId('551d11');

const NAME = der(SEQUENCE, der(SET, der(SEQUENCE, COMMON_NAME, der(TEXT, Buffer.from('sandbox')))));

const REACHED_BY = der(
  SEQUENCE,
  ALTERNATIVE_NAMES,
  der(
    OCTET_STRING,
    der(
      SEQUENCE,
      der(DNS_NAME, Buffer.from('localhost')),
      der(IP_ADDRESS, Buffer.from([127, 0, 0, 1])),
    ),
  ),
);

/** As in `261122083000Z`. */
function time(timeMs: number): Buffer {
  const digits = new Date(timeMs).toISOString().replace(/\D/g, '');
  return der(TIME, Buffer.from(`${digits.slice(2, 14)}Z`));
}

const pem = (bytes: Buffer): string =>
  `-----BEGIN CERTIFICATE-----\n${bytes.toString('base64').replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`;

/** Valid from a day before `nowMs` to a day after. */
export function makeSelfSigned(nowMs: number): SelfSigned {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const content = der(
    SEQUENCE,
    der(VERSION, der(INTEGER, Buffer.from([2]))),
    // A positive number: the first bit says the sign.
    der(INTEGER, Buffer.from([1]), randomBytes(8)),
    ECDSA_WITH_SHA256,
    NAME,
    der(SEQUENCE, time(nowMs - DAY_MS), time(nowMs + DAY_MS)),
    NAME,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(EXTENSIONS, der(SEQUENCE, REACHED_BY)),
  );
  const signature = sign('sha256', content, privateKey);
  const noUnusedBits = Buffer.from([0]);
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: pem(der(SEQUENCE, content, ECDSA_WITH_SHA256, der(BIT_STRING, noUnusedBits, signature))),
  };
}

/** The kinds of value that the Logs Ingestion API asks for. */

import { isDomainName } from './bare-host.ts';
import { readHttpAddress } from './http-address.ts';
import { accepted, refused, type ValueKind } from './setting.ts';
import { guid, secretWord } from './value-kinds.ts';

/** An address before which the path of a request is not known yet; without a slash at its end. */
export const ingestionEndpoint: ValueKind<string> = {
  type: 'text',
  expected: 'a URL with https:// (http:// only for a loopback host), without user, ? and #',
  read: (text) => {
    if (/\/dataCollectionRules(?:\/|$)/i.test(text)) {
      return refused('Leave out /dataCollectionRules and what follows; rule and stream are added.');
    }
    const url = readHttpAddress(text);
    return url === undefined ? refused() : accepted(url.origin + url.pathname.replace(/\/+$/, ''));
  },
};

/** The immutable id of a rule, in lower case as Azure writes it. */
export const ruleId: ValueKind<string> = {
  type: 'text',
  expected: 'dcr- and 32 hexadecimal digits',
  read: (text) => {
    if (/^dcr-[0-9a-f]{32}$/i.test(text)) return accepted(text.toLowerCase());
    return refused(
      'Copy the immutableId out of the JSON view of the rule: neither its name nor its resource id.',
    );
  },
};

/** A stream that a rule declares; those of Azure's own tables begin otherwise. */
export const ruleStream: ValueKind<string> = {
  type: 'text',
  expected: 'the word Custom- and at most 100 letters, digits, underscores, hyphens and dots',
  read: (text) => (/^Custom-[A-Za-z0-9_.-]{1,100}$/.test(text) ? accepted(text) : refused()),
};

/** A tenant by its id or a domain, in lower case. A word such as `common` is none. */
export const entraTenant: ValueKind<string> = {
  type: 'text',
  expected: 'a GUID, or a domain such as example.onmicrosoft.com',
  read: (text) => {
    const domain = text.toLowerCase();
    return isDomainName(domain) ? accepted(domain) : guid.read(text);
  },
};

/** A client secret. The portal shows its id beside it, which is a GUID and opens nothing. */
export const clientSecretValue: ValueKind<string> = {
  ...secretWord,
  expected: 'the value of a secret: at most 512 visible ASCII characters without a space, no GUID',
  read: (text) => (guid.read(text).ok ? refused(VALUE_NOT_ID) : secretWord.read(text)),
};

const VALUE_NOT_ID =
  'That looks like the id of the secret: enter its value, which is shown only once when it is made.';

/** The authority without a path, because the tenant is put there. */
export const authorityHost: ValueKind<string> = {
  type: 'text',
  expected: 'a URL with https:// (http:// only for a loopback host), without user, path, ? and #',
  read: (text) => {
    const url = readHttpAddress(text);
    if (url === undefined) return refused();
    if (url.pathname !== '/') return refused('Leave out the path: AZURE_TENANT_ID is put there.');
    return accepted(url.origin);
  },
};

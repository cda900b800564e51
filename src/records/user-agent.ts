/** Tells operating system, browser and device from a user agent, raw or in Auth0's short form. */

import Bowser from 'bowser';

/** What a user agent says; what it does not say is absent. */
export interface UserAgentDescription {
  readonly os?: string;
  readonly os_version?: string;
  readonly browser?: string;
  readonly browser_version?: string;
  /** Maker and model, or desktop, mobile, tablet, tv, bot. */
  readonly device?: string;
}

/** Longer ones are hostile or junk, and the library's patterns are not meant for them. */
const MAX_PARSED_LENGTH = 1000;
/** A tenant's logs repeat few user agents, and reading one takes longer than the rest of a log. */
const MAX_CACHED = 500;
const NOTHING: UserAgentDescription = Object.freeze({});

const known = new Map<string, UserAgentDescription>();

/** Describes a user agent, as Auth0 sends it in either form. Never throws. */
export function describeUserAgent(text: string): UserAgentDescription {
  if (text === '' || text.length > MAX_PARSED_LENGTH) return NOTHING;
  const cached = known.get(text);
  if (cached !== undefined) return cached;
  const description = Object.freeze(describeShortForm(text) ?? describeRaw(text));
  if (known.size >= MAX_CACHED) known.clear();
  known.set(text, description);
  return description;
}

/** `Chrome 130.0.0 / Windows 10.0.0`; undefined when the text is not in this form. */
function describeShortForm(text: string): UserAgentDescription | undefined {
  const parts = text.split(' / ');
  if (parts.length !== 2 || /[/();]/.test(parts.join(''))) return undefined;
  const [browser, browserVersion] = nameAndVersion(parts[0] ?? '');
  const [os, osVersion] = nameAndVersion(parts[1] ?? '');
  return describe({ os, osVersion, browser, browserVersion, device: deviceFor(browser, os) });
}

function nameAndVersion(text: string): readonly [string | undefined, string | undefined] {
  const trimmed = text.trim();
  const space = trimmed.lastIndexOf(' ');
  const version = trimmed.slice(space + 1);
  if (space === -1 || !/^\d/.test(version)) return [trimmed, undefined];
  return [trimmed.slice(0, space), version];
}

/** The short form names no device; the names of browser and system tell its kind. */
function deviceFor(browser: string | undefined, os: string | undefined): string | undefined {
  if (/bot\b|crawler|spider/i.test(browser ?? '')) return 'bot';
  if (/\bMobile\b/i.test(browser ?? '')) return 'mobile';
  if (/^(?:iOS|Android|Windows Phone|Windows Mobile|BlackBerry)/i.test(os ?? '')) return 'mobile';
  return /^(?:Windows|Mac|Linux|Ubuntu|Fedora|Debian|Chrome ?OS)/i.test(os ?? '')
    ? 'desktop'
    : undefined;
}

function describeRaw(text: string): UserAgentDescription {
  try {
    const { browser, os, platform } = Bowser.parse(text);
    const product = programOf(text);
    const isNamed = Boolean(browser.name) && !browser.name?.includes('/');
    return describe({
      os: os.name,
      // Windows gives its kernel's version, "NT 10.0", and the name that people know beside it.
      osVersion: os.version?.startsWith('NT ') ? os.versionName : (os.version ?? os.versionName),
      browser: isNamed ? browser.name : product?.name,
      browserVersion: isNamed ? browser.version : product?.version,
      device: platform.model
        ? [platform.vendor, platform.model].filter(Boolean).join(' ')
        : platform.type,
    });
  } catch {
    return NOTHING;
  }
}

/** Programs name themselves first, `curl/8.4.0`; the library knows browsers only. */
function programOf(text: string): { readonly name: string; readonly version: string } | undefined {
  const [, name, version] = /^([\w.-]{1,64})\/v?(\d[\w.-]{0,32})/.exec(text) ?? [];
  if (name === undefined || version === undefined || name === 'Mozilla') return undefined;
  return { name, version };
}

interface Found {
  readonly os: string | undefined;
  readonly osVersion: string | undefined;
  readonly browser: string | undefined;
  readonly browserVersion: string | undefined;
  readonly device: string | undefined;
}

function describe(found: Found): UserAgentDescription {
  const os = knownName(found.os);
  const browser = knownName(found.browser);
  const osVersion = os && knownVersion(found.osVersion);
  const browserVersion = browser && knownVersion(found.browserVersion);
  const device = knownName(found.device);
  return {
    ...(os && { os }),
    ...(osVersion && { os_version: osVersion }),
    ...(browser && { browser }),
    ...(browserVersion && { browser_version: browserVersion }),
    ...(device && { device }),
  };
}

function knownName(name: string | undefined): string | undefined {
  return name === undefined || /^(?:other|unknown)?$/i.test(name) ? undefined : name;
}

function knownVersion(version: string | undefined): string | undefined {
  return version === undefined || /^[0.]*$/.test(version) ? undefined : version.replace(/^v/, '');
}

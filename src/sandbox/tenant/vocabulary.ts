/** Names, places and programs from which events are put together. All invented; addresses are reserved ones. */

export const GIVEN_NAMES = [
  'Zoë',
  'Łukasz',
  'Ana',
  'Jürgen',
  '太郎',
  '美咲',
  'Ольга',
  'Nguyễn',
  'María',
  'Åsa',
  'David',
  'Aoife',
  'Yusuf',
  'Chloé',
  'Ravi',
  'Σοφία',
  'John',
  'Emily',
  'Noah',
  '🦊 Fox',
] as const;

export const FAMILY_NAMES = [
  'Müller',
  '日本',
  'García',
  'Smith',
  "O'Brien",
  'Øster',
  'Иванова',
  'Dvořák',
  'Nakamura',
  'Singh',
  'Lefèvre',
  'Papadopoulou',
  'Kowalska',
  'van der Berg',
  'Jones',
  'Öztürk',
] as const;

export const APPLICATION_NAMES = [
  'Customer Portal',
  'Mobile App',
  'Back Office',
  'Kundenübersicht',
  'Partner API',
  'Checkout',
  'モバイル',
  'Reporting Job',
] as const;

export interface Connection {
  readonly name: string;
  readonly strategy: string;
  readonly strategyType: string;
  readonly userPrefix: string;
}

export const CONNECTIONS: readonly Connection[] = [
  {
    name: 'Username-Password-Authentication',
    strategy: 'auth0',
    strategyType: 'database',
    userPrefix: 'auth0',
  },
  { name: 'customers', strategy: 'auth0', strategyType: 'database', userPrefix: 'auth0' },
  {
    name: 'google-oauth2',
    strategy: 'google-oauth2',
    strategyType: 'social',
    userPrefix: 'google-oauth2',
  },
  { name: 'acme-waad', strategy: 'waad', strategyType: 'enterprise', userPrefix: 'waad' },
  {
    name: 'okta-partner',
    strategy: 'oidc',
    strategyType: 'enterprise',
    userPrefix: 'oidc|okta-partner',
  },
  { name: 'sms', strategy: 'sms', strategyType: 'passwordless', userPrefix: 'sms' },
];

export interface Agent {
  readonly text: string;
  readonly isMobile: boolean;
}

/** Some in Auth0's short form, some as the program sent them. */
export const AGENTS: readonly Agent[] = [
  { text: 'Chrome 130.0.0 / Windows 10.0.0', isMobile: false },
  { text: 'Safari 17.5.0 / Mac OS X 10.15.7', isMobile: false },
  { text: 'Mobile Safari 17.6.0 / iOS 17.6.1', isMobile: true },
  { text: 'Firefox 132.0.0 / Ubuntu 0.0.0', isMobile: false },
  { text: 'Edge 129.0.0 / Windows 10.0.0', isMobile: false },
  { text: 'Other 0.0.0 / Other 0.0.0', isMobile: false },
  { text: 'Chrome Mobile 130.0.0 / Android 14.0.0', isMobile: true },
  {
    text: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36',
    isMobile: false,
  },
  {
    text: 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_6_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.6 Mobile/15E148 Safari/604.1',
    isMobile: true,
  },
  {
    text: 'Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36',
    isMobile: true,
  },
];

export const PROGRAM_AGENTS: readonly Agent[] = [
  { text: 'axios/1.7.7', isMobile: false },
  { text: 'python-requests/2.32.3', isMobile: false },
  { text: 'Go-http-client/1.1', isMobile: false },
  { text: 'unknown', isMobile: false },
];

export interface Place {
  readonly country_code: string;
  readonly country_code3: string;
  readonly country_name: string;
  readonly city_name: string;
  readonly latitude: number;
  readonly longitude: number;
  readonly time_zone: string;
  readonly continent_code: string;
}

const place = (
  codes: readonly [string, string, string],
  country_name: string,
  city_name: string,
  where: readonly [number, number],
  time_zone: string,
): Place => ({
  country_code: codes[0],
  country_code3: codes[1],
  country_name,
  city_name,
  latitude: where[0],
  longitude: where[1],
  time_zone,
  continent_code: codes[2],
});

export const PLACES: readonly Place[] = [
  place(['DE', 'DEU', 'EU'], 'Germany', 'Köln', [50.9375, 6.9603], 'Europe/Berlin'),
  place(['JP', 'JPN', 'AS'], 'Japan', '東京', [35.6895, 139.6917], 'Asia/Tokyo'),
  place(
    ['US', 'USA', 'NA'],
    'United States',
    'Boardman',
    [45.8399, -119.7006],
    'America/Los_Angeles',
  ),
  place(['BR', 'BRA', 'SA'], 'Brazil', 'São Paulo', [-23.5475, -46.6361], 'America/Sao_Paulo'),
  place(['IE', 'IRL', 'EU'], 'Ireland', 'Dublin', [53.3331, -6.2489], 'Europe/Dublin'),
  place(['IN', 'IND', 'AS'], 'India', 'Pune', [18.5196, 73.8553], 'Asia/Kolkata'),
  place(
    ['ZA', 'ZAF', 'AF'],
    'South Africa',
    'Cape Town',
    [-33.9258, 18.4232],
    'Africa/Johannesburg',
  ),
];

/** What people type into a name field to see what happens. */
export const INJECTIONS = [
  '<script>alert("sandbox")</script>',
  '"><img src=x onerror=alert(1)>',
  "'; DROP TABLE users; --",
  '=HYPERLINK("https://attacker.example","click")',
  '\u0000\u202Etxt.exe',
] as const;

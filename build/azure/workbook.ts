/** The workbook: its sections, and its text as Azure stores it. */

import {
  type Panel,
  parametersItem,
  type Section,
  sectionItem,
  tabsItem,
  textItem,
  type Visualization,
} from './workbook-items.ts';

/** The sections in the order of their tabs; each query stands in a file of `deploy/azure/workbook`. */
export const WORKBOOK_SECTIONS: readonly Section[] = [
  {
    id: 'volume',
    title: 'Volume',
    text: 'How much happens in the tenant. Every log is counted once, however often it arrived.',
    panels: [
      panel('totals', 'At a glance', 'tiles'),
      panel('volume', 'Logs by category', 'barchart'),
      panel('types', 'Types of logs', 'table'),
    ],
  },
  {
    id: 'sign-ins',
    title: 'Sign-ins',
    text: 'Sign-ins of people. Silent authentication and exchanges of tokens do not count as such.',
    panels: [
      panel('sign-ins', 'Sign-ins', 'barchart'),
      panel('sign-in-failures', 'Why they failed', 'table', 50),
      panel('connections', 'Connections', 'table', 50),
    ],
  },
  {
    id: 'who-and-where',
    title: 'Who and where',
    text: 'The place of an address is what Auth0 says of it; not every log has one.',
    panels: [
      panel('places-on-map', 'Where people sign in', 'map', 60),
      panel('places', 'Countries and cities', 'table', 40),
      panel('users', 'Users with the most failures', 'table', 50),
      panel('addresses', 'Addresses with the most failures', 'table', 50),
      panel('devices', 'Browsers and systems', 'table'),
    ],
  },
  {
    id: 'applications',
    title: 'Applications',
    text: 'What each application of the tenant is used for.',
    panels: [
      panel('applications', 'Applications', 'table'),
      panel('exchanges', 'Exchanges of tokens', 'barchart'),
    ],
  },
  {
    id: 'attack-protection',
    title: 'Attack protection',
    text: 'Breached passwords, blocked addresses and accounts, refresh tokens that were used twice, and second factors.',
    panels: [
      panel('attacks', 'What was seen and stopped', 'barchart'),
      panel('attack-sources', 'Where it came from', 'table'),
      panel('second-factors', 'Second factors', 'barchart'),
    ],
  },
  {
    id: 'administration',
    title: 'Administration',
    text: 'Changes of the tenant by administrators and programs, and of accounts by anybody.',
    panels: [
      panel('changes', 'Changes', 'table'),
      panel('administrators', 'Who changes the most', 'table', 50),
      panel('accounts', 'Accounts', 'barchart', 50),
    ],
  },
  {
    id: 'rate-limits',
    title: 'Rate limits',
    text: "Limits of Auth0's APIs that were reached or came near.",
    panels: [
      panel('rate-limits', 'Limits', 'barchart'),
      panel('rate-limit-causes', 'Which limits, and by whom', 'table'),
    ],
  },
  {
    id: 'exporter',
    title: 'Exporter',
    text: 'Whether the export itself works. Lag is how far it was behind at its last look; a gap means that logs may be missing. The application chosen above does not matter here.',
    panels: [
      panel('exporter-now', 'Last runs', 'table'),
      panel('exporter-lag', 'Lag', 'linechart', 50),
      panel('exporter-logs', 'Logs exported', 'barchart', 50),
      panel('arrival', 'From the event to the table, in seconds', 'linechart'),
      panel('exporter-problems', 'Problems', 'table'),
    ],
  },
];

/** The text that Azure keeps as `serializedData`. It names no resource, so one text fits every workspace. */
export function renderWorkbook(): string {
  return JSON.stringify({
    version: 'Notebook/1.0',
    items: [
      textItem('heading', '# Auth0'),
      parametersItem(),
      tabsItem(WORKBOOK_SECTIONS),
      ...WORKBOOK_SECTIONS.map(sectionItem),
    ],
    isLocked: false,
    fallbackResourceIds: [],
  });
}

function panel(query: string, title: string, show: Visualization, width?: number): Panel {
  return width === undefined ? { query, title, show } : { query, title, show, width };
}

import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { renderWorkbook, WORKBOOK_SECTIONS } from '../../build/azure/workbook.ts';
import { readWorkbookQuery, WORKBOOK_FOLDER } from '../../build/azure/workbook-items.ts';
import { checkQuery } from './kql/check-query.ts';
import { fillPicked, PICKED_VALUES } from './kql/queries.ts';
import { TABLE_CHOICES } from './kql/workspaces.ts';

interface Item {
  readonly type: number;
  readonly name: string;
  readonly customWidth?: string;
  readonly conditionalVisibility?: { readonly parameterName: string; readonly value: string };
  readonly content: {
    readonly version?: string;
    readonly query?: string;
    readonly items?: readonly Item[];
    readonly links?: readonly { readonly subTarget: string }[];
    readonly parameters?: readonly { readonly name: string; readonly query?: string }[];
  };
}

const workbook: { version: string; items: Item[]; fallbackResourceIds: string[] } = JSON.parse(
  renderWorkbook(),
);
const groups = workbook.items.filter(({ type }) => type === 12);
const panels = groups
  .flatMap(({ content }) => content.items ?? [])
  .filter(({ type }) => type === 3);
const pickers = workbook.items.flatMap(({ content }) => content.parameters ?? []);

function columnsOf(query: string): string[] {
  const [picked] = PICKED_VALUES;
  const workspace = TABLE_CHOICES['both tables'];
  assert.ok(picked !== undefined && workspace !== undefined);
  return Object.keys(checkQuery(fillPicked(query, picked), workspace).columns);
}

test('the workbook has a form that Azure knows, and names no resource', () => {
  assert.equal(workbook.version, 'Notebook/1.0');
  assert.deepEqual(workbook.fallbackResourceIds, []);
  const versions = new Map([
    [3, 'KqlItem/1.0'],
    [9, 'KqlParameterItem/1.0'],
    [11, 'LinkItem/1.0'],
    [12, 'NotebookGroup/1.0'],
  ]);
  for (const { type, content } of [...workbook.items, ...panels]) {
    if (type !== 1) assert.equal(content.version, versions.get(type));
  }
  assert.doesNotMatch(renderWorkbook(), /\/subscriptions\//i);
});

test('each section has a tab, and shows only while its tab is open', () => {
  const tabs = workbook.items.find(({ type }) => type === 11)?.content.links ?? [];
  const ids = WORKBOOK_SECTIONS.map(({ id }) => id);
  assert.deepEqual(
    tabs.map(({ subTarget }) => subTarget),
    ids,
  );
  assert.deepEqual(
    groups.map(({ conditionalVisibility }) => conditionalVisibility?.value),
    ids,
  );
});

test('each query of the folder is shown once or fills a picker, and no other is', () => {
  const files = readdirSync(WORKBOOK_FOLDER).map((name) => readWorkbookQuery(name.slice(0, -4)));
  const used = [
    ...panels.map(({ content }) => content.query),
    ...pickers.map(({ query }) => query),
  ];
  assert.deepEqual(used.filter((query) => query !== undefined).sort(), files.sort());
});

test('every query takes the time range, and every one with logs the tenant and the application', () => {
  assert.deepEqual(
    pickers.map(({ name }) => name),
    ['TimeRange', 'Tenant', 'Application'],
  );
  for (const { name, content } of panels) {
    const query = content.query ?? '';
    assert.match(
      query,
      /(?:Auth0Events|Auth0ExporterRuns)\(\{TimeRange:start\}, \{TimeRange:end\}/,
      name,
    );
    assert.ok(query.includes('in ({Tenant})'), name);
    if (query.includes('Auth0Events(')) assert.ok(query.includes('in ({Application})'), name);
  }
});

test('the pickers, the tiles and the map find the columns that they ask for', () => {
  for (const { name, query } of pickers) {
    if (name !== 'TimeRange') assert.deepEqual(columnsOf(query ?? ''), ['value', 'label']);
  }
  assert.deepEqual(columnsOf(readWorkbookQuery('totals')), ['Figure', 'Value']);
  const place = columnsOf(readWorkbookQuery('places-on-map'));
  for (const name of ['Latitude', 'Longitude', 'Logs', 'Place']) assert.ok(place.includes(name));
});

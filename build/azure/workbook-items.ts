/** The items that a workbook is made of, in the form that Azure Monitor stores them. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const WORKBOOK_FOLDER = join(__dirname, '../../deploy/azure/workbook');

const LOGS = { queryType: 0, resourceType: 'microsoft.operationalinsights/workspaces' } as const;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** How the rows of a query are shown. */
export type Visualization = 'areachart' | 'barchart' | 'linechart' | 'map' | 'table' | 'tiles';

/** A query with its heading. */
export interface Panel {
  /** The file in `deploy/azure/workbook`, without its ending. */
  readonly query: string;
  readonly title: string;
  readonly show: Visualization;
  /** In percent of the page; all of it when absent. */
  readonly width?: number;
}

/** What a tab shows. */
export interface Section {
  /** The tab's value in the workbook's own parameter. */
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly panels: readonly Panel[];
}

/** The text of a query's file. */
export function readWorkbookQuery(name: string): string {
  return readFileSync(join(WORKBOOK_FOLDER, `${name}.kql`), 'utf8').trimEnd();
}

export function textItem(name: string, json: string): object {
  return { type: 1, content: { json }, name };
}

/** The pickers at the top: all queries take their values. */
export function parametersItem(): object {
  return {
    type: 9,
    content: {
      version: 'KqlParameterItem/1.0',
      parameters: [
        timeRangeParameter(),
        choiceParameter(
          '6f2f1c39-7a53-4f5f-9c0e-2f6b1a1d5b02',
          'Tenant',
          'Auth0 tenant',
          'tenants',
        ),
        choiceParameter(
          'b0d3a1c4-58f7-4d2a-8f0b-7f5f0f1f3c03',
          'Application',
          'Application',
          'applications-to-choose',
        ),
      ],
      style: 'pills',
      ...LOGS,
    },
    name: 'parameters',
  };
}

function timeRangeParameter(): object {
  const choices = [HOUR_MS, 4 * HOUR_MS, 12 * HOUR_MS, DAY_MS, 2 * DAY_MS, 7 * DAY_MS];
  return {
    id: '2a9c7b1e-3d64-4c1b-9a55-8e2d4f6a7b01',
    version: 'KqlParameterItem/1.0',
    name: 'TimeRange',
    label: 'Time range',
    type: 4,
    isRequired: true,
    typeSettings: {
      selectableValues: [...choices, 14 * DAY_MS, 30 * DAY_MS, 90 * DAY_MS].map((durationMs) => ({
        durationMs,
      })),
      allowCustom: true,
    },
    value: { durationMs: DAY_MS },
  };
}

/** One or several of what a query finds, or all: then the queries get `*`. */
function choiceParameter(id: string, name: string, label: string, query: string): object {
  return {
    id,
    version: 'KqlParameterItem/1.0',
    name,
    label,
    type: 2,
    isRequired: true,
    multiSelect: true,
    quote: "'",
    delimiter: ',',
    query: readWorkbookQuery(query),
    typeSettings: {
      additionalResourceOptions: ['value::all'],
      selectAllValue: '*',
      showDefault: false,
    },
    defaultValue: 'value::all',
    timeContextFromParameter: 'TimeRange',
    ...LOGS,
  };
}

/** A row of tabs; which one is open stands in the parameter `Tab`. */
export function tabsItem(sections: readonly Section[]): object {
  return {
    type: 11,
    content: {
      version: 'LinkItem/1.0',
      style: 'tabs',
      links: sections.map(({ id, title }) => ({
        id: `tab-${id}`,
        cellValue: 'Tab',
        linkTarget: 'parameter',
        linkLabel: title,
        subTarget: id,
        style: 'link',
      })),
    },
    name: 'tabs',
  };
}

/** Its queries run only while the tab is open. */
export function sectionItem({ id, text, panels }: Section): object {
  return {
    type: 12,
    content: {
      version: 'NotebookGroup/1.0',
      groupType: 'editable',
      items: [textItem(`${id}-text`, text), ...panels.map(panelItem)],
    },
    conditionalVisibility: { parameterName: 'Tab', comparison: 'isEqualTo', value: id },
    name: id,
  };
}

function panelItem({ query, title, show, width }: Panel): object {
  return {
    type: 3,
    content: {
      version: 'KqlItem/1.0',
      query: readWorkbookQuery(query),
      size: show === 'tiles' ? 4 : 0,
      title,
      timeContextFromParameter: 'TimeRange',
      showExportToExcel: true,
      ...LOGS,
      visualization: show,
      ...settingsOf(show),
    },
    ...(width === undefined ? {} : { customWidth: String(width) }),
    name: query,
  };
}

function settingsOf(show: Visualization): object {
  switch (show) {
    case 'tiles':
      return {
        tileSettings: {
          titleContent: { columnMatch: 'Figure', formatter: 1 },
          leftContent: { columnMatch: 'Value', formatter: 12, formatOptions: { palette: 'none' } },
          showBorder: true,
        },
      };
    case 'map':
      return {
        mapSettings: {
          locInfo: 'LatLong',
          latitude: 'Latitude',
          longitude: 'Longitude',
          sizeSettings: 'Logs',
          sizeAggregation: 'Sum',
          labelSettings: 'Place',
          legendMetric: 'Logs',
          legendAggregation: 'Sum',
        },
      };
    case 'table':
      return { gridSettings: { filter: true, rowLimit: 500 } };
    default:
      return {};
  }
}

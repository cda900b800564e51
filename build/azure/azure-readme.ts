/** Keeps what `deploy/azure/README.md` shows of the templates as they are, between markers. */

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withSection } from '../readme.ts';
import { type PackageFacts, readPackageFacts } from '../webtask-json.ts';
import { ALERT_PARAMETERS } from './alerts.ts';
import type { JsonObject } from './arm.ts';
import { renderDeployButton } from './deploy-button.ts';
import { DEPLOY_PARAMETERS } from './deploy-parameters.ts';
import { AZURE_FOLDER } from './make-templates.ts';
import { type Detection, isoDuration, readDetections } from './sentinel-yaml.ts';

export const AZURE_README = join(AZURE_FOLDER, 'README.md');

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

interface ShownParameter {
  readonly defaultValue?: string | number | boolean;
  readonly metadata: { readonly description: string };
}

/** What a person is asked for by a template. */
function renderParameters(parameters: JsonObject): string {
  const rows = Object.entries(parameters).map(([name, parameter]) => {
    // Every parameter has this form; a test of the template looks at it.
    const { defaultValue, metadata } = parameter as unknown as ShownParameter;
    return [`\`${name}\``, metadata.description, shownDefault(defaultValue)];
  });
  return table(['Parameter', 'Meaning', 'Default'], rows);
}

function shownDefault(value: ShownParameter['defaultValue']): string {
  if (value === undefined) return '**required**';
  if (value === '') return 'none';
  return String(value).startsWith('[') ? "the resource group's" : `\`${value}\``;
}

const MINUTES: Readonly<Record<string, string>> = { M: 'min', H: 'h', D: 'd' };

/** `PT15M` as `15 min`. */
function spoken(span: string): string {
  const [, count = '', unit = ''] = /^PT?(\d+)([MHD])$/.exec(isoDuration(span)) ?? [];
  return `${count} ${MINUTES[unit]}`;
}

/** The detections, of which each is an alert and a rule of Sentinel. */
function renderDetections(detections: readonly Detection[]): string {
  const rows = detections.map(
    ({ file, name, severity, queryFrequency, tactics, relevantTechniques }) => [
      `[${name}](detections/${file}.yaml)`,
      severity,
      spoken(queryFrequency),
      `${tactics.join(', ')} (${relevantTechniques.join(', ')})`,
    ],
  );
  const head = ['Detection', 'Severity', 'Every', 'MITRE ATT&CK'];
  return [
    '<details>',
    `<summary>All ${detections.length} detections</summary>`,
    '',
    table(head, rows),
    '',
    '</details>',
  ].join('\n');
}

/** The README of the folder as it should be. */
export function refreshedAzureReadme(
  readme: string,
  facts: PackageFacts = readPackageFacts(),
  detections: readonly Detection[] = readDetections(),
): string {
  const sections: Readonly<Record<string, string>> = {
    deploy: renderDeployButton('azuredeploy.json', facts),
    alerts: renderDeployButton('alerts.json', facts),
    parameters: renderParameters(DEPLOY_PARAMETERS),
    'alert-parameters': renderParameters(ALERT_PARAMETERS),
    detections: renderDetections(detections),
  };
  return Object.entries(sections).reduce(
    (text, [name, section]) => withSection(text, name, section),
    readme,
  );
}

if (require.main === module) {
  writeFileSync(AZURE_README, refreshedAzureReadme(readFileSync(AZURE_README, 'utf8')));
}

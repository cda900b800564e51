import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, test } from 'node:test';
import { AZURE_README, refreshedAzureReadme } from '../../build/azure/azure-readme.ts';
import { renderDeployButton } from '../../build/azure/deploy-button.ts';
import { readDetections } from '../../build/azure/sentinel-yaml.ts';
import type { PackageFacts } from '../../build/webtask-json.ts';
import { settingRows } from '../../src/settings/table.ts';
import { FILES, readTemplate } from './template/templates.ts';

const README = readFileSync(AZURE_README, 'utf8');
const TEMPLATE = readTemplate('azuredeploy.json');

const PUBLISHED: PackageFacts = {
  name: 'x',
  version: '1.0.0',
  repository: 'https://github.com/owner/name',
};

describe('deploy/azure/README.md', () => {
  test('shows buttons, parameters and detections as they are', () => {
    const isFresh = README === refreshedAzureReadme(README);
    assert.ok(isFresh, 'it is stale: run "npx tsx build/azure/azure-readme.ts"');
  });

  test('tells where every setting of the Logs Ingestion API comes from, rightly', () => {
    const rows = README.split('\n').filter((line) => /^\| `[A-Z0-9_]+` \|/.test(line));
    const places = new Map(
      rows.map((row) => [/`(\w+)`/.exec(row)?.[1] ?? '', row.split(' | ')[1] ?? '']),
    );
    const names = settingRows
      .filter(({ usedBy, isRequired }) => usedBy === 'logs-ingestion' && isRequired)
      .map(({ name }) => name);
    for (const name of [...names, ...Object.keys(TEMPLATE.outputs ?? {})]) {
      const isOutput = Object.hasOwn(TEMPLATE.outputs ?? {}, name);
      assert.match(places.get(name) ?? '', isOutput ? /^output/ : /^step 1/, name);
    }
  });

  test('uses parameters in its commands that the templates have', () => {
    const blocks = [...README.matchAll(/```sh\n(.*?)```/gs)].map((match) => match[1] ?? '');
    const commands = blocks.flatMap((block) => block.split(/^(?=az )/m));
    const deployments = commands.filter((command) => command.includes('--template-file'));
    assert.equal(deployments.length, FILES.length);
    for (const command of deployments) {
      const file = /--template-file (\S+)/.exec(command)?.[1] ?? '';
      const given = [...(command.split('--parameters')[1] ?? '').matchAll(/(\w+)=/g)].map(
        (match) => match[1] ?? '',
      );
      const { parameters } = JSON.parse(readFileSync(join(dirname(AZURE_README), file), 'utf8'));
      const required = Object.keys(parameters).filter(
        (name) => parameters[name].defaultValue === undefined,
      );
      assert.deepEqual(
        given.filter((name) => !Object.hasOwn(parameters, name)),
        [],
      );
      assert.deepEqual(
        required.filter((name) => !given.includes(name)),
        [],
      );
    }
  });

  test('links to files that are there', () => {
    for (const [, target = ''] of README.matchAll(/\]\((?!https?:)([^)#]+)\)/g)) {
      assert.ok(existsSync(join(dirname(AZURE_README), target)), target);
    }
  });

  test('tells what the alerts cost, by how many there are', () => {
    const { length } = readDetections();
    assert.ok(README.includes(`${length} rules cost about ${length / 2} dollars a month`));
  });

  test('has a row for each detection, so that nobody finds a rule that is not explained', () => {
    for (const { name, file } of readDetections()) {
      assert.ok(README.includes(`| [${name}](detections/${file}.yaml) |`), name);
    }
  });
});

describe('the button', () => {
  test('opens the template in the portal once the repository has an address', () => {
    const button = renderDeployButton('alerts.json', PUBLISHED);
    const address = /\((https:\/\/portal[^)]+)\)/.exec(button)?.[1] ?? '';
    assert.match(address, /\/uri\/https%3A%2F%2Fraw/);
    const raw = decodeURIComponent(address.split('/uri/')[1] ?? '');
    assert.equal(raw, 'https://raw.githubusercontent.com/owner/name/main/deploy/azure/alerts.json');
    assert.ok(refreshedAzureReadme(README, PUBLISHED).includes(button));
  });

  test('is a sentence on how to load the file before that', () => {
    const { repository: _, ...unpublished } = PUBLISHED;
    const sentence = renderDeployButton('azuredeploy.json', unpublished);
    assert.match(sentence, /\(azuredeploy\.json\).*Load file/);
    assert.doesNotMatch(sentence, /portal\.azure\.com/);
  });
});

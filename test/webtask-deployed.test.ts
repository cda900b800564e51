/** What the bundle sends fits the streams that the committed template declares. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Column } from '../src/sandbox/ingestion/column-types.ts';
import { catchUp, startIngestionExtension } from './ingestion-extension.ts';

interface Template {
  readonly resources: readonly {
    readonly properties: {
      readonly streamDeclarations?: Readonly<
        Record<string, { readonly columns: readonly Column[] }>
      >;
    };
  }[];
  readonly outputs: { readonly LOGANALYTICS_DCR_STREAM: { readonly value: string } };
}

const template: Template = JSON.parse(
  readFileSync(join(__dirname, '../deploy/azure/azuredeploy.json'), 'utf8'),
);

function columnsOf(stream: string) {
  const declared = template.resources.flatMap(({ properties }) => {
    const columns = properties.streamDeclarations?.[stream]?.columns;
    return columns === undefined ? [] : [columns];
  });
  assert.equal(declared.length, 1, stream);
  return declared[0] ?? [];
}

test('every value of every kind of log, and of the rows about runs, is declared, with its type', async (t) => {
  const stream = template.outputs.LOGANALYTICS_DCR_STREAM.value;
  const run = `${stream}Run`;
  const { host, ingestion, tenant } = await startIngestionExtension(t, {
    tenant: { backlog: 2_000 },
    ingestion: {
      stream,
      columns: columnsOf(stream),
      otherStreams: [
        { stream: run, table: 'Run_CL', timeProperty: 'ended_at', columns: columnsOf(run) },
      ],
    },
    secrets: { LOGANALYTICS_DCR_STREAM: stream, LOGANALYTICS_HEALTH_ROWS: 'on' },
  });
  await catchUp(host);
  assert.equal(ingestion.logIds().size, tenant.logCount());
  assert.equal(ingestion.rows(undefined, 'Run_CL').length, 1);
  for (const { name, droppedByProperty, mistypedByColumn } of ingestion.tables()) {
    assert.deepEqual({ ...droppedByProperty, ...mistypedByColumn }, {}, name);
  }
});

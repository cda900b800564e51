/** The tables of a workspace with the rows that are kept of them. */

import type { JsonObject } from '../http/json-input.ts';
import { IdLedger } from './id-ledger.ts';
import type { CheckedPost } from './post-checks.ts';
import { type Row, Table, type TableSummary } from './table.ts';
import { timeGenerated } from './time-generated.ts';

/** The property that says which log a row is about. */
const ID_PROPERTY = 'log_id';

export class RowStore {
  readonly ids = new IdLedger();
  readonly #tables = new Map<string, Table>();
  #rows: Row[] = [];

  add(records: readonly JsonObject[], post: CheckedPost, workspaceId: string, nowMs: number): void {
    const name = `${post.logType}_CL`;
    const table = this.#tables.get(name) ?? new Table(name);
    this.#tables.set(name, table);
    for (const record of records) {
      const own = post.timeField === undefined ? undefined : record[post.timeField];
      const row: Row = {
        TimeGenerated: new Date(timeGenerated(own, nowMs)).toISOString(),
        Type: name,
        TenantId: workspaceId,
        SourceSystem: 'RestAPI',
      };
      if (post.resourceId !== undefined) row['_ResourceId'] = post.resourceId;
      table.addRecord(record, row);
      this.ids.note(record[ID_PROPERTY]);
      this.#rows.push(row);
    }
  }

  /** Forgets the oldest rows; their ids stay known. */
  keepNewest(count: number | 'all'): void {
    if (count !== 'all' && this.#rows.length > 2 * count) {
      this.#rows = count === 0 ? [] : this.#rows.slice(-count);
    }
  }

  tables(): TableSummary[] {
    return [...this.#tables.values()].map((table) => table.summary());
  }

  /** The kept rows of one table or of all, oldest first. */
  rows(table?: string): readonly Row[] {
    return table === undefined ? this.#rows : this.#rows.filter((row) => row['Type'] === table);
  }

  clear(): void {
    this.#tables.clear();
    this.#rows = [];
    this.ids.clear();
  }
}

/** The tables of a workspace with the rows that are kept of them. */

import type { JsonObject } from '../http/json-input.ts';
import { IdLedger } from '../intake/id-ledger.ts';
import { timeGenerated } from '../intake/time-generated.ts';
import type { CheckedPost } from './post-checks.ts';
import { type Cells, Table, type TableSummary } from './table.ts';
import type { CellValue } from './value-kinds.ts';

/** The property that says which log a row is about. */
const ID_PROPERTY = 'log_id';

/** By column name, as a query shows it. */
export type Row = Readonly<Record<string, CellValue>>;

/** What is common to the rows of one post. */
interface PostColumns {
  readonly Type: string;
  readonly TenantId: string;
  readonly SourceSystem: string;
  readonly _ResourceId?: string;
}

interface KeptRow {
  readonly common: PostColumns;
  readonly timeMs: number;
  readonly cells: Cells;
}

function toRow({ common, timeMs, cells }: KeptRow): Row {
  const row: Record<string, CellValue> = {
    TimeGenerated: new Date(timeMs).toISOString(),
    ...common,
  };
  for (const [number, column] of cells.columns.entries()) {
    const value = cells.values[number];
    if (value !== undefined) row[column] = value;
  }
  return row;
}

export class RowStore {
  readonly ids = new IdLedger();
  readonly #tables = new Map<string, Table>();
  #rows: KeptRow[] = [];

  add(records: readonly JsonObject[], post: CheckedPost, workspaceId: string, nowMs: number): void {
    const name = `${post.logType}_CL`;
    const table = this.#tables.get(name) ?? new Table(name);
    this.#tables.set(name, table);
    const common: PostColumns = {
      Type: name,
      TenantId: workspaceId,
      SourceSystem: 'RestAPI',
      ...(post.resourceId === undefined ? {} : { _ResourceId: post.resourceId }),
    };
    for (const record of records) {
      const own = post.timeField === undefined ? undefined : record[post.timeField];
      const timeMs = timeGenerated(own, nowMs);
      this.#rows.push({ common, timeMs, cells: table.addRecord(record) });
      this.ids.note(record[ID_PROPERTY]);
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

  /** The newest of the kept rows of one table or of all, oldest first. */
  rows(table?: string, newest = Number.POSITIVE_INFINITY): readonly Row[] {
    const kept =
      table === undefined ? this.#rows : this.#rows.filter(({ common }) => common.Type === table);
    return (newest < kept.length ? kept.slice(kept.length - newest) : kept).map(toRow);
  }

  clear(): void {
    this.#tables.clear();
    this.#rows = [];
    this.ids.clear();
  }
}

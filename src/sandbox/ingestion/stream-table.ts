/** The table behind a data collection rule: takes the declared columns, and counts what it loses. */

import type { JsonObject } from '../http/json-input.ts';
import { cutTo, isLongerThan } from '../intake/cut-text.ts';
import { IdLedger } from '../intake/id-ledger.ts';
import { timeGenerated } from '../intake/time-generated.ts';
import { type ColumnType, inColumn } from './column-types.ts';
import type { IngestionSettings } from './ingestion-settings.ts';

export type IngestedRow = Readonly<Record<string, unknown>>;

export interface StreamTableSummary {
  readonly name: string;
  readonly rowCount: number;
  /** The columns that held a value so far. */
  readonly columns: readonly string[];
  /** By column, how many of its values were longer than a field may be. */
  readonly cutByColumn: Readonly<Record<string, number>>;
  /** By property that the stream does not declare, how many values were dropped. */
  readonly droppedByProperty: Readonly<Record<string, number>>;
  /** By column, how many values were not of its type and became null. */
  readonly mistypedByColumn: Readonly<Record<string, number>>;
  /** Rows whose own time was absent, unreadable, too old or too far ahead. */
  readonly timesReplaced: number;
}

type Tally = Map<string, number>;

const count = (tally: Tally, name: string): void => {
  tally.set(name, (tally.get(name) ?? 0) + 1);
};

const asObject = (tally: Tally): Record<string, number> => Object.fromEntries(tally);

export const totalOf = (tally: Readonly<Record<string, number>>): number =>
  Object.values(tally).reduce((sum, part) => sum + part, 0);

export class StreamTable {
  readonly ids = new IdLedger();
  #rows: IngestedRow[] = [];
  #rowCount = 0;
  #timesReplaced = 0;
  readonly #columns = new Set<string>();
  readonly #cut: Tally = new Map();
  readonly #dropped: Tally = new Map();
  readonly #mistyped: Tally = new Map();

  add(records: readonly JsonObject[], settings: IngestionSettings, nowMs: number): void {
    const declared = declaredTypes(settings);
    for (const record of records) this.#addRecord(record, declared, settings, nowMs);
    const { keepRows } = settings;
    if (keepRows !== 'all' && this.#rows.length > 2 * keepRows) {
      this.#rows = keepRows === 0 ? [] : this.#rows.slice(-keepRows);
    }
  }

  summary(name: string): StreamTableSummary {
    return {
      name,
      rowCount: this.#rowCount,
      columns: [...this.#columns],
      cutByColumn: asObject(this.#cut),
      droppedByProperty: asObject(this.#dropped),
      mistypedByColumn: asObject(this.#mistyped),
      timesReplaced: this.#timesReplaced,
    };
  }

  /** The newest of the kept rows, oldest first. */
  rows(newest = Number.POSITIVE_INFINITY): readonly IngestedRow[] {
    return this.#rows.slice(Math.max(0, this.#rows.length - newest));
  }

  clear(): void {
    this.ids.clear();
    this.#rows = [];
    this.#rowCount = 0;
    this.#timesReplaced = 0;
    for (const known of [this.#columns, this.#cut, this.#dropped, this.#mistyped]) known.clear();
  }

  #addRecord(
    record: JsonObject,
    declared: ReadonlyMap<string, ColumnType> | undefined,
    settings: IngestionSettings,
    nowMs: number,
  ): void {
    const values: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(record)) {
      const type = declared === undefined ? 'dynamic' : declared.get(name);
      if (type === undefined) count(this.#dropped, name);
      else if (value !== null) this.#put(values, name, type, value, settings.maxFieldBytes);
    }
    const own = values[settings.timeProperty];
    const timeMs = timeGenerated(own, nowMs);
    if (typeof own !== 'string' || Date.parse(own) !== timeMs) this.#timesReplaced += 1;
    this.#rows.push({
      ...values,
      TimeGenerated: new Date(timeMs).toISOString(),
      Type: settings.table,
    });
    this.#rowCount += 1;
    this.ids.note(values[settings.idProperty]);
  }

  #put(
    values: Record<string, unknown>,
    name: string,
    type: ColumnType,
    value: unknown,
    maxFieldBytes: number,
  ): void {
    const converted = inColumn(type, value);
    if (converted === undefined) {
      count(this.#mistyped, name);
      return;
    }
    this.#columns.add(name);
    values[name] = this.#withinField(name, converted, maxFieldBytes);
  }

  /** What is nested counts by its JSON text, and is text once that was cut. */
  #withinField(name: string, value: unknown, maxFieldBytes: number): unknown {
    if (typeof value !== 'string' && typeof value !== 'object') return value;
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    if (!isLongerThan(maxFieldBytes, text)) return value;
    count(this.#cut, name);
    return cutTo(maxFieldBytes, text);
  }
}

/** By name; `undefined` when any column goes. */
function declaredTypes({
  columns,
}: IngestionSettings): ReadonlyMap<string, ColumnType> | undefined {
  if (columns === 'any') return undefined;
  return new Map(columns.map(({ name, type }) => [name, type]));
}

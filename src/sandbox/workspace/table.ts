/** One custom table: its columns grow with what is posted, within the service's limits. */

import { cutTo, isLongerThan } from '../intake/cut-text.ts';
import { visitCells } from './flatten.ts';
import {
  type CellValue,
  type ColumnSuffix,
  convertedTo,
  inOwnColumn,
  suffixOf,
} from './value-kinds.ts';

/** A record as a table holds it: names and values apart, since rows share their names. */
export interface Cells {
  readonly columns: readonly string[];
  readonly values: readonly CellValue[];
}

export interface TableSummary {
  readonly name: string;
  readonly rowCount: number;
  readonly columns: readonly string[];
  /** Values that were longer than a field may be. */
  readonly cutFields: number;
  /** By column, how many of its values were cut. */
  readonly cutByColumn: Readonly<Record<string, number>>;
  /** Values lost because the table was full of columns. */
  readonly valuesBeyondLastColumn: number;
  /** Columns that were not made because their name is too long. */
  readonly overlongNames: readonly string[];
}

const MAX_COLUMNS = 500;
const MAX_NAME_LENGTH = 45;
const MAX_FIELD_BYTES = 32_768;

const isTooLong = (value: CellValue): value is string =>
  typeof value === 'string' && isLongerThan(MAX_FIELD_BYTES, value);

type Columns = Partial<Record<ColumnSuffix, string>>;

interface Cell {
  readonly column: string;
  readonly value: CellValue;
}

export class Table {
  readonly name: string;
  #rowCount = 0;
  #columnCount = 0;
  #cutFields = 0;
  readonly #cutByColumn: Record<string, number> = {};
  #valuesBeyondLastColumn = 0;
  #lastColumns: readonly string[] = [];
  readonly #overlongNames = new Set<string>();
  /** By property, the columns that its values went to so far, in the order in which they were made. */
  readonly #columns = new Map<string, Columns>();

  constructor(name: string) {
    this.name = name;
  }

  summary(): TableSummary {
    return {
      name: this.name,
      rowCount: this.#rowCount,
      columns: [...this.#columns.values()].flatMap((columns) => Object.values(columns)),
      cutFields: this.#cutFields,
      cutByColumn: { ...this.#cutByColumn },
      valuesBeyondLastColumn: this.#valuesBeyondLastColumn,
      overlongNames: [...this.#overlongNames],
    };
  }

  /** The record's values under the columns that they belong to. */
  addRecord(record: Readonly<Record<string, unknown>>): Cells {
    this.#rowCount += 1;
    const columns: string[] = [];
    const values: CellValue[] = [];
    const place = (property: string, value: CellValue): void => {
      const cell = this.#cellFor(property, value);
      if (cell === undefined) return;
      columns.push(cell.column);
      values.push(isTooLong(cell.value) ? this.#cut(cell.column, cell.value) : cell.value);
    };
    for (const property in record) visitCells(property, record[property], place);
    return { columns: this.#shared(columns), values };
  }

  /** The previous row's list of names when it is the same one, as it nearly always is. */
  #shared(columns: readonly string[]): readonly string[] {
    const last = this.#lastColumns;
    const isSame =
      last.length === columns.length && columns.every((column, number) => column === last[number]);
    if (!isSame) this.#lastColumns = columns;
    return this.#lastColumns;
  }

  #cut(column: string, text: string): string {
    this.#cutFields += 1;
    this.#cutByColumn[column] = (this.#cutByColumn[column] ?? 0) + 1;
    return cutTo(MAX_FIELD_BYTES, text);
  }

  #cellFor(property: string, value: CellValue): Cell | undefined {
    const columns = this.#columns.get(property);
    const suffix = suffixOf(value);
    const own = columns?.[suffix];
    if (own !== undefined) return { column: own, value: inOwnColumn(value, suffix) };
    const converted = columns === undefined ? undefined : convertInto(columns, value);
    if (converted !== undefined) return converted;
    const column = this.#addColumn(property, suffix);
    return column === undefined ? undefined : { column, value: inOwnColumn(value, suffix) };
  }

  #addColumn(property: string, suffix: ColumnSuffix): string | undefined {
    const name = `${property}_${suffix}`;
    if (name.length > MAX_NAME_LENGTH) {
      this.#overlongNames.add(name);
      return undefined;
    }
    if (this.#columnCount >= MAX_COLUMNS) {
      this.#valuesBeyondLastColumn += 1;
      return undefined;
    }
    this.#columnCount += 1;
    this.#columns.set(property, { ...this.#columns.get(property), [suffix]: name });
    return name;
  }
}

const SUFFIXES: readonly ColumnSuffix[] = ['d', 'b', 't', 'g'];

function convertInto(columns: Columns, value: CellValue): Cell | undefined {
  for (const suffix of SUFFIXES) {
    const column = columns[suffix];
    const converted = column === undefined ? undefined : convertedTo(suffix, value);
    if (column !== undefined && converted !== undefined) return { column, value: converted };
  }
  return undefined;
}

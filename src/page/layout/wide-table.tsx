/** A table that may be wider than the screen: it scrolls in itself, by keyboard too. */

import type { Child } from '#html/jsx-runtime';

/** What a column has for an item: its `name`, a `number` to the right, or what is `optional` on a phone. */
export type Column<Item> = readonly [
  title: string,
  cell: (item: Item) => Child,
  kind?: 'name' | 'number' | 'optional' | 'number optional' | undefined,
];

interface WideTableProps {
  readonly label: string;
  readonly columns: readonly Column<never>[];
  /** The rows. */
  readonly children?: Child;
}

export function WideTable({ label, columns, children }: WideTableProps) {
  return (
    <section class="wide" tabindex={0} aria-label={label}>
      <table>
        <thead>
          <tr>
            {columns.map(([title, , kind]) => (
              <th scope="col" class={kind}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </section>
  );
}

/** The row of an item. */
export function Row<Item>({ columns, item }: RowProps<Item>) {
  return (
    <tr>
      {columns.map(([, cell, kind]) =>
        kind === 'name' ? <th scope="row">{cell(item)}</th> : <td class={kind}>{cell(item)}</td>,
      )}
    </tr>
  );
}

interface RowProps<Item> {
  readonly columns: readonly Column<Item>[];
  readonly item: Item;
}

/** A table with a row for each item. */
export function ItemTable<Item>({ label, columns, items }: ItemTableProps<Item>) {
  return (
    <WideTable label={label} columns={columns}>
      {items.map((item) => (
        <Row columns={columns} item={item} />
      ))}
    </WideTable>
  );
}

interface ItemTableProps<Item> {
  readonly label: string;
  readonly columns: readonly Column<Item>[];
  readonly items: readonly Item[];
}

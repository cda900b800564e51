/** Puts what is too close together to be told apart into columns of equal time. */

export interface Timed {
  readonly atMs: number;
}

export interface Column<Item extends Timed> {
  /** Where it is drawn. */
  readonly atMs: number;
  /** At least one, the oldest first. */
  readonly items: readonly Item[];
  readonly first: Item;
  readonly last: Item;
}

/**
 * The items, the oldest first, in at most `most` columns over a span: each in its own at its own
 * time when there are no more than that, else those of an equal share of the span in one, at its middle.
 */
export function columnsOf<Item extends Timed>(
  items: readonly Item[],
  [fromMs, untilMs]: readonly [number, number],
  most: number,
): readonly Column<Item>[] {
  if (items.length <= most) return items.map((item) => column(item.atMs, [item], item));
  const columnMs = (untilMs - fromMs) / most;
  const byIndex = new Map<number, Item[]>();
  for (const item of items) {
    const index = Math.min(most - 1, Math.max(0, Math.floor((item.atMs - fromMs) / columnMs)));
    const own = byIndex.get(index);
    if (own === undefined) byIndex.set(index, [item]);
    else own.push(item);
  }
  return [...byIndex].flatMap(([index, own]) => {
    const [first] = own;
    return first === undefined ? [] : [column(fromMs + (index + 0.5) * columnMs, own, first)];
  });
}

function column<Item extends Timed>(
  atMs: number,
  items: readonly Item[],
  first: Item,
): Column<Item> {
  return { atMs, items, first, last: items.at(-1) ?? first };
}

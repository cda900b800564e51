/** How nested values become columns: objects one column a leaf, lists as JSON text. */

import type { CellValue } from './value-kinds.ts';

type Visit = (property: string, value: CellValue) => void;

/** Calls `visit` for each value that gets a column; an absent or null one gets none. */
export function visitCells(property: string, value: unknown, visit: Visit): void {
  if (value === null || value === undefined) return;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
    visit(property, value);
    return;
  }
  if (Array.isArray(value)) {
    visit(property, JSON.stringify(value));
    return;
  }
  for (const [name, inner] of Object.entries(value))
    visitCells(`${property}_${name}`, inner, visit);
}

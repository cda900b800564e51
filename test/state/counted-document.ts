/** Documents that tell whether they are whole, and how many were written before. */

import assert from 'node:assert/strict';

export interface CountedDocument {
  readonly count: number;
  readonly text: string;
}

/** Long enough to be written in several parts. */
function textOf(count: number): string {
  return `${count} `.repeat(6_000);
}

/** The document that follows one that was read; the first is number 1. Fails when it is not whole. */
export function nextDocument(document: unknown): CountedDocument {
  const count = countOf(document) + 1;
  return { count, text: textOf(count) };
}

/** The number of a document, 0 for none. Fails when it is not one that was written whole. */
export function countOf(document: unknown): number {
  if (document === undefined) return 0;
  assert.ok(typeof document === 'object' && document !== null);
  const { count, text } = document as Partial<CountedDocument>;
  assert.ok(typeof count === 'number');
  assert.ok(text === textOf(count), `document ${count} is not whole`);
  return count;
}

/** Holds the table of proofs to the tests that there are. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { FAULT_TESTS, LEFT_OUT, PROOFS } from './proofs.ts';

/** How many modes of each exporter are known, by the letter. */
const KNOWN = { E: 13, P: 19, F: 14, C: 7, L: 5 };
const FAULT_COUNT = 30;

const textOf = (file: string): string => readFileSync(join(__dirname, '..', file), 'utf8');

test('every failure of another exporter is met by a test that there is', () => {
  for (const [letters, proofs] of [...Object.entries(PROOFS), ...Object.entries(FAULT_TESTS)]) {
    assert.ok(proofs.length > 0, letters);
    for (const { file, name } of proofs) {
      const text = textOf(file);
      const isThere = ["'", '`', '"'].some((quote) => text.includes(`(${quote}${name}`));
      assert.ok(isThere, `${letters}: ${file} has no test "${name}…"`);
    }
  }
});

test('no known failure of another exporter is left out without a reason', () => {
  for (const [letter, count] of Object.entries(KNOWN)) {
    for (let number = 1; number <= count; number += 1) {
      assert.ok(PROOFS[`${letter}${number}`] !== undefined, `${letter}${number}`);
    }
  }
  for (let number = 1; number <= FAULT_COUNT; number += 1) {
    assert.ok(FAULT_TESTS[number] !== undefined || LEFT_OUT[number] !== undefined, `${number}`);
  }
});

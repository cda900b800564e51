/** Texts of all kinds of characters, for tests of what must hold for any text. */

import fc from 'fast-check';

/** Made here, because fast-check's own unit of all characters takes a second to set up. */
const character = fc.oneof(
  fc.integer({ min: 0x20, max: 0x7e }),
  fc.integer({ min: 0, max: 0xd7ff }),
  fc.integer({ min: 0xe000, max: 0x10ffff }),
);

/** Control characters, emoji and the like too. */
export const anyText = fc.string({ unit: character.map((code) => String.fromCodePoint(code)) });

/** Halves of characters too, which no UTF-8 can express. */
export const anyUnits = fc.string({
  unit: fc
    .oneof(character, fc.integer({ min: 0xd800, max: 0xdfff }))
    .map((code) => String.fromCodePoint(code)),
});

/** Dead letters as the forms of the page name them: the destination, a space, and the id of the log. */

import type { DeadLetterName } from '../../engine/dead-letters.ts';
import { DESTINATION_KINDS } from '../../engine/walls.ts';

export function writeName({ destination, logId }: DeadLetterName): string {
  return `${destination} ${logId}`;
}

/** The names in the values of a field, which may be any texts. */
export function readNames(values: readonly string[]): readonly DeadLetterName[] {
  return values.flatMap((value) => {
    const space = value.indexOf(' ');
    const destination = DESTINATION_KINDS.find((kind) => kind === value.slice(0, space));
    return destination === undefined ? [] : [{ destination, logId: value.slice(space + 1) }];
  });
}

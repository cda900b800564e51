/** What is said of what administrators did. */

import type { Action, ActionKind } from '../../engine/actions.ts';
import { oneLine } from './text.ts';

/** What was done, to stand after the name of who did it. */
export const ACTION_WORDS: Readonly<Record<ActionKind, string>> = {
  pause: 'paused the export',
  resume: 'resumed the export',
  move: 'moved the checkpoint',
  discard: 'discarded dead letters',
  test: 'tested the connections',
  view: 'looked at a dead letter',
  install: 'installed the extension',
  update: 'updated the extension',
};

/** Who did it. */
export function actorWords({ by }: Pick<Action, 'by'>): string {
  return oneLine(by, 100) || 'somebody';
}

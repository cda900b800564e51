/** What is told of an error that should not have happened. */

import type { Ending } from './ending.ts';

/** The place of a defect, but not its message, which may hold what a log or a setting held. */
export function defectEnding(error: unknown): Ending {
  const { name, stack } = error instanceof Error ? error : { name: typeof error, stack: '' };
  const place = /\n\s+at ([^\n]+)/.exec(stack ?? '')?.[1] ?? 'an unknown place';
  const reason = `the exporter has a defect (${name} at ${place}); please report it`;
  return { outcome: 'stopped', reason };
}

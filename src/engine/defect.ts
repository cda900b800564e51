/** What is told of an error that should not have happened. */

import type { Ending } from './ending.ts';

/** The place of a defect, but not its message, which may hold what a log or a setting held. */
export function defectReason(error: unknown): string {
  const { name, stack } = error instanceof Error ? error : { name: typeof error, stack: '' };
  const place = /\n\s+at ([^\n]+)/.exec(stack ?? '')?.[1] ?? 'an unknown place';
  return `the exporter has a defect (${name} at ${place}); please report it`;
}

export function defectEnding(error: unknown): Ending {
  return { outcome: 'stopped', reason: defectReason(error) };
}

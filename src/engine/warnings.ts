/** What a person should know although the run went on. */

/** How the warning begins that logs were deleted before they could be read. */
export const GAP_WORDS = 'Logs may be missing';

export function isGapWarning(warning: string): boolean {
  return warning.startsWith(GAP_WORDS);
}

/** A report must not grow without a bound. */
const MAX_WARNINGS = 20;

/** The earlier warnings and the later ones, each once; the latest, if they are too many. */
export function withWarnings(
  earlier: readonly string[],
  later: readonly string[] = [],
): readonly string[] {
  return [...new Set([...earlier, ...later])].slice(-MAX_WARNINGS);
}

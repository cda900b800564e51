/** Writes a text as KQL does. */

/** A text in single quotes; a backslash and a quote are escaped. */
export function kqlText(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

/** How long a span in ISO 8601 is, of the few forms that rules have. */

export function hours(span: string): number {
  const [, days, time, unit] = /^P(?:(\d+)D|T(\d+)([HM]))$/.exec(span) ?? [];
  if (days !== undefined) return Number(days) * 24;
  return unit === 'H' ? Number(time) : Number(time) / 60;
}

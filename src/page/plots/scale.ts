/** Where on a plot a value lies. */

/** Where values between `fromValue` and `untilValue` lie between two places; values beyond lie at the ends. */
export function scale(
  [fromValue, untilValue]: readonly [number, number],
  [fromPlace, untilPlace]: readonly [number, number],
): (value: number) => number {
  const span = untilValue - fromValue;
  return (value) => {
    const share = span > 0 && !Number.isNaN(value) ? within((value - fromValue) / span, 0, 1) : 0;
    return tenths(fromPlace + share * (untilPlace - fromPlace));
  };
}

/** No eye sees more, and the page stays small. */
export function tenths(value: number): number {
  return Math.round(value * 10) / 10;
}

export function within(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}

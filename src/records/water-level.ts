/** Shares room fairly: what is small stays whole, what is long is cut to one common length. */

/**
 * The length to which the longest of `sizes` must be cut so that all fit into `room` together.
 * Infinity when nothing must be cut; may be negative when there is no room at all.
 */
export function waterLevel(sizes: ArrayLike<number>, room: number): number {
  let level = room / sizes.length;
  for (;;) {
    let small = 0;
    let longCount = 0;
    for (let i = 0; i < sizes.length; i += 1) {
      const size = sizes[i] ?? 0;
      if (size <= level) small += size;
      else longCount += 1;
    }
    if (longCount === 0) return Number.POSITIVE_INFINITY;
    const next = (room - small) / longCount;
    // Each round keeps at least one more whole; the gain of late rounds is not worth their time.
    if (next - level <= Math.abs(level) * 0.001) return level;
    level = next;
  }
}

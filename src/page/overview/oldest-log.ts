/** When the oldest log happened that Auth0 still has: asked for when somebody looks, and remembered for a while. */

/** The edge moves as time does, so an answer is good for longer than a person looks. */
const REMEMBERED_MS = 10 * 60_000;

/** The last answer, and when it came. An `undefined` answer is remembered, too, or each look would wait for the next. */
export interface OldestLogMemory {
  last?: {
    readonly tenant: string;
    readonly askedAtMs: number;
    readonly atMs: number | undefined;
  };
}

/** The remembered time for a tenant, or what `ask` answers now. */
export async function oldestLogAtMs(
  memory: OldestLogMemory,
  tenant: string,
  nowMs: number,
  ask: () => Promise<number | undefined>,
): Promise<number | undefined> {
  const { last } = memory;
  const ageMs = last?.tenant === tenant ? nowMs - last.askedAtMs : Number.POSITIVE_INFINITY;
  if (last !== undefined && ageMs >= 0 && ageMs < REMEMBERED_MS) return last.atMs;
  const atMs = await ask();
  memory.last = { tenant, askedAtMs: nowMs, atMs };
  return atMs;
}

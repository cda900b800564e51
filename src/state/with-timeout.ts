/** Gives up waiting for something that cannot be cancelled. */

export class TimeoutError extends Error {
  override readonly name = 'TimeoutError';
}

/** What `work` resolves to, unless that takes longer than `timeoutMs`: then rejects with a `TimeoutError`. */
export async function withTimeout<Value>(work: Promise<Value>, timeoutMs: number): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    const message = `no answer in ${Math.round(timeoutMs)} ms`;
    timer = setTimeout(() => reject(new TimeoutError(message)), Math.max(0, timeoutMs));
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
  }
}

/** Ctrl-C and SIGTERM: the first one asks for an orderly end, a second one ends this process at once. */

/** npm and tsx pass on what the terminal has sent already, so that one press may arrive several times. */
const ONE_PRESS_MS = 500;

const INTERRUPTED = 130;

/** Aborted by the first signal. */
export function interruption(): AbortSignal {
  const asked = new AbortController();
  let askedAtMs = 0;
  const hear = (): void => {
    const nowMs = performance.now();
    if (!asked.signal.aborted) {
      askedAtMs = nowMs;
      asked.abort();
    } else if (nowMs - askedAtMs > ONE_PRESS_MS) process.exit(INTERRUPTED);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, hear);
  return asked.signal;
}

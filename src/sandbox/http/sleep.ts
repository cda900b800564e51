/** A pause that never keeps a process alive by itself. */

export const sleep = (durationMs: number): Promise<void> =>
  new Promise((done) => {
    setTimeout(done, durationMs).unref();
  });

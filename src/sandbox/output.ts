/** The one place where the sandbox writes to the terminal. */

export const writeLine = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

export const writeProblem = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

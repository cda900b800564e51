/**
 * `tsx test/kills/run-kills.ts [kills] [seed]`: kills the extension's process hundreds of times, and
 * prints what came of it. Ends with 1 when a promise was broken.
 */

import { interruption } from '../../src/sandbox/interrupt.ts';
import { runKillCampaign } from './kill-campaign.ts';
import { describeFigures, type KillFigures, problemsOf } from './kill-figures.ts';

const DEFAULT_KILLS = 300;
const DEFAULT_SEED = 1;
/** Where no line can be rewritten, such as in the log of a job. */
const KILLS_PER_LINE = 10;

const startedAtMs = performance.now();
const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

function numberFrom(text: string | undefined, otherwise: number): number {
  const number = Number(text ?? otherwise);
  if (Number.isInteger(number) && number > 0) return number;
  throw new Error(
    `Expected whole numbers above 0: [kills=${DEFAULT_KILLS}] [seed], not "${text}".`,
  );
}

function showProgress(figures: Readonly<KillFigures>, kills: number): void {
  const seconds = Math.round((performance.now() - startedAtMs) / 1000);
  const line =
    `${figures.kills} of ${kills} kills in ${seconds} s, ${figures.hits['during-run']} met a run` +
    ` under way; ${figures.repeats} repeats, at most ${figures.mostRepeatsAfterKill} after one kill`;
  const isLast = figures.kills === kills;
  if (process.stdout.isTTY) process.stdout.write(`\r\x1b[K${line}${isLast ? '\n' : ''}`);
  else if (isLast || figures.kills % KILLS_PER_LINE === 0) print(line);
}

async function main(): Promise<void> {
  const [, , killsText, seedText] = process.argv;
  const kills = numberFrom(killsText, DEFAULT_KILLS);
  const seed = numberFrom(seedText, DEFAULT_SEED);
  const onProgress = (figures: Readonly<KillFigures>): void => showProgress(figures, kills);
  const figures = await runKillCampaign({ seed, kills, onProgress, signal: interruption() });
  print(describeFigures(figures));
  const problems = problemsOf(figures);
  for (const problem of problems) print(`BROKEN: ${problem}`);
  if (problems.length > 0) process.exitCode = 1;
}

main().catch((error: unknown) => {
  process.stderr.write(`\n${String(error)}\n`);
  process.exitCode = 1;
});

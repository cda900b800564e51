/** Keeps the stored document under the 500 KB that the platform allows. */

import type { DeadLetter } from './dead-letters.ts';
import type { RunReport } from './report.ts';
import { lineOf, type RunLine, withoutCheckpoints } from './run-line.ts';
import type { State } from './state.ts';

/** What the sections may take of the document, in bytes of their JSON. */
interface Budget {
  /** Reports, lines and actions together. */
  readonly maxHistoryBytes: number;
  /** Of these, so much stays whole reports however many lines there are. */
  readonly minReportBytes: number;
  readonly maxActionBytes: number;
  readonly maxDeadLetterBytes: number;
}

/**
 * The budget, and smaller ones for a store that refuses what fits it. The history is convenience,
 * except for the last runs, which the next one looks back at; the content of a dead letter may be
 * the last copy of a log, so it goes last.
 */
const BUDGETS: readonly Budget[] = [
  budget(200_000, 20_000, 15_000, 150_000),
  budget(50_000, 10_000, 5_000, 150_000),
  budget(5_000, 0, 1_000, 150_000),
  budget(5_000, 0, 1_000, 50_000),
  budget(0, 0, 0, 0),
];

function budget(
  maxHistoryBytes: number,
  minReportBytes: number,
  maxActionBytes: number,
  maxDeadLetterBytes: number,
): Budget {
  return { maxHistoryBytes, minReportBytes, maxActionBytes, maxDeadLetterBytes };
}

const NOTHING_MORE = budget(0, 0, 0, 0);

/** The last level of `trimState`, below which nothing can be left out. */
export const LAST_TRIM_LEVEL = BUDGETS.length - 1;

/** For everything else. */
const MAX_OTHER_BYTES = 50_000;

/** So many lines tell where the deliveries had come to; in the older ones there is no room for it. */
const MAX_LINES_WITH_CHECKPOINTS = 80;

/**
 * The state within the budgets of its sections, from `level` 0 to `LAST_TRIM_LEVEL`: the runs of
 * which the newest is always kept whole, then the older ones as lines, as many as fit; the newest
 * actions; all dead letters, of which the oldest give up their content; and without the tokens,
 * which can be asked for again, if these take too much. What fits already is not changed.
 */
export function trimState(state: State, level = 0): State {
  const { maxHistoryBytes, minReportBytes, maxActionBytes, maxDeadLetterBytes } =
    BUDGETS[level] ?? NOTHING_MORE;
  const { history, pastRuns, actions, deadLetters, tokens, ...others } = state;
  const isOver = byteCount({ ...others, tokens }) > MAX_OTHER_BYTES;
  const keptActions = newest(actions, maxActionBytes);
  const maxRunBytes = maxHistoryBytes - byteCount(keptActions);
  return {
    ...state,
    ...newestRuns(history, pastRuns, maxRunBytes, minReportBytes),
    actions: keptActions,
    deadLetters: withinBudget(deadLetters, maxDeadLetterBytes),
    tokens: isOver ? {} : tokens,
  };
}

/**
 * The oldest reports become lines until all runs fit or only `minReportBytes` of reports are left;
 * then the oldest lines go. Both stop as soon as all fits, so that doing it again changes nothing.
 */
function newestRuns(
  history: readonly RunReport[],
  pastRuns: readonly RunLine[],
  maxBytes: number,
  minReportBytes: number,
): Pick<State, 'history' | 'pastRuns'> {
  let reportBytes = byteCount(history);
  let bytes = reportBytes + byteCount(pastRuns);
  let keptReports = history.length;
  const newLines: RunLine[] = [];
  for (; keptReports > 1 && bytes > maxBytes && reportBytes > minReportBytes; keptReports -= 1) {
    const report = history[keptReports - 1];
    if (report === undefined) break;
    const line = lineOf(report);
    newLines.unshift(line);
    reportBytes -= entryBytes(report);
    bytes += entryBytes(line) - entryBytes(report);
  }
  const reports = history.slice(0, keptReports);
  const lines = withFewerCheckpoints(onlyOnce([...newLines, ...pastRuns], reports));
  return { history: reports, pastRuns: newest(lines, maxBytes - reportBytes) };
}

/** A run is told once, whoever stored it twice. */
function onlyOnce(lines: readonly RunLine[], reports: readonly RunReport[]): readonly RunLine[] {
  const known = new Set(reports.map(({ runId }) => runId));
  return lines.filter(({ runId }) => {
    const isNew = !known.has(runId);
    known.add(runId);
    return isNew;
  });
}

function withFewerCheckpoints(lines: readonly RunLine[]): readonly RunLine[] {
  return lines.map((line, index) =>
    index < MAX_LINES_WITH_CHECKPOINTS ? line : withoutCheckpoints(line),
  );
}

/** The first entries of a list, as many as fit as a list. */
function newest<Entry>(entries: readonly Entry[], maxBytes: number): readonly Entry[] {
  let bytes = byteCount(entries);
  let kept = entries.length;
  for (; kept > 0 && bytes > maxBytes; kept -= 1) bytes -= entryBytes(entries[kept - 1]);
  return entries.slice(0, kept);
}

function withinBudget(letters: readonly DeadLetter[], maxBytes: number): readonly DeadLetter[] {
  let excess = byteCount(letters) - maxBytes;
  return letters.map((letter) => {
    const { content, ...rest } = letter;
    if (excess <= 0 || content === undefined) return letter;
    excess -= byteCount(letter) - byteCount(rest);
    return rest;
  });
}

/** What an entry takes in a list, with its comma. */
function entryBytes(entry: unknown): number {
  return byteCount(entry) + 1;
}

function byteCount(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}

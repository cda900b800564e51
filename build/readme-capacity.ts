/** Computes the README's table of what the exporter can carry. */

import { timeBudget } from '../src/engine/time-budget.ts';

const LOGS_PER_PAGE = 100;
const SECONDS_PER_DAY = 86_400;

/** Requests that a plan allows: at once, and each second after that. */
interface Plan {
  readonly name: string;
  readonly burst: number;
  readonly perSecond: number;
}

/** From Auth0's "Rate limit configurations" of the Management API. */
const PLANS: readonly Plan[] = [
  { name: 'Free', burst: 2, perSecond: 2 },
  { name: 'Essentials, Professional', burst: 10, perSecond: 100 / 60 },
  { name: 'Enterprise, production', burst: 50, perSecond: 16 },
];

/** Minutes between two runs, and seconds that each may take. */
const SCHEDULES = [
  { minutes: 5, maxRunSeconds: 20 },
  { minutes: 5, maxRunSeconds: 25 },
  { minutes: 1, maxRunSeconds: 20 },
];
const ROUND_TRIPS_MS = [50, 100, 200];

/** The most logs a day, when runs follow each other with so many minutes between their starts. */
function logsPerDay(
  plan: Plan,
  minutes: number,
  maxRunSeconds: number,
  roundTripMs: number,
): number {
  const { startedAtMs, fetchUntilMs } = timeBudget(0, maxRunSeconds * 1000);
  const fetchSeconds = (fetchUntilMs - startedAtMs) / 1000;
  const pagesByTime = fetchSeconds / (roundTripMs / 1000);
  // The allowance fills up again between runs, but never above the burst.
  const allowed = Math.min(plan.burst, plan.perSecond * minutes * 60);
  const pagesByPlan = allowed + plan.perSecond * fetchSeconds;
  const pages = Math.floor(Math.min(pagesByTime, pagesByPlan));
  return (pages * LOGS_PER_PAGE * SECONDS_PER_DAY) / (minutes * 60);
}

/** The table in Markdown. */
export function renderCapacityTable(): string {
  const head = [
    'Plan',
    'Every',
    '`MAX_RUN_SECONDS`',
    ...ROUND_TRIPS_MS.map((ms) => `${ms} ms a page`),
  ];
  const rows = PLANS.flatMap((plan) =>
    SCHEDULES.map(({ minutes, maxRunSeconds }) => [
      plan.name,
      `${minutes} min`,
      String(maxRunSeconds),
      ...ROUND_TRIPS_MS.map((ms) => rounded(logsPerDay(plan, minutes, maxRunSeconds, ms))),
    ]),
  );
  return [head, head.map(() => '---'), ...rows].map((line) => `| ${line.join(' | ')} |`).join('\n');
}

function rounded(logs: number): string {
  return `${(Math.floor(logs / 10_000) / 100).toFixed(2)} million`;
}

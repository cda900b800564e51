/** Makes the event of a seed and a number: always the same one, and much like what a tenant returns. */

import { Random } from '../random.ts';
import { ACCOUNT_KINDS } from './account-kinds.ts';
import { EXCHANGE_KINDS } from './exchange-kinds.ts';
import { LOGIN_KINDS } from './login-kinds.ts';
import { MANAGEMENT_KINDS } from './management-kinds.ts';
import { addOddities } from './oddities.ts';
import { PROTECTION_KINDS } from './protection-kinds.ts';
import { type LogFields, type LogKind, setScene } from './scene.ts';

export const LOG_KINDS: readonly LogKind[] = [
  ...LOGIN_KINDS,
  ...EXCHANGE_KINDS,
  ...ACCOUNT_KINDS,
  ...PROTECTION_KINDS,
  ...MANAGEMENT_KINDS,
];

/** The choices of one event are drawn from streams of their own, so that one can be known without the other. */
const DATE_STREAM = 1;
const CONTENT_STREAM = 2;

const LATE_PROBABILITY = 1 / 60;
const MAX_LATENESS_MS = 15 * 60_000;

const totalWeight = LOG_KINDS.reduce((sum, { weight }) => sum + weight, 0);

function pickKind(random: Random): LogKind {
  let left = random.unit() * totalWeight;
  for (const candidate of LOG_KINDS) {
    left -= candidate.weight;
    if (left < 0) return candidate;
  }
  return random.pick(LOG_KINDS);
}

/** When the event happened: a moment before it was taken in, and now and then long before. */
export function dateOf(seed: number, index: number, takenInMs: number): number {
  const random = new Random(seed, index, DATE_STREAM);
  const usual = random.between(50, 5000);
  const late = random.chance(LATE_PROBABILITY) ? random.below(MAX_LATENESS_MS) : 0;
  return Math.floor(takenInMs) - usual - late;
}

export interface LogOrigin {
  readonly seed: number;
  readonly index: number;
  readonly logId: string;
  readonly dateMs: number;
  readonly tenantName: string;
}

export function makeLog({ seed, index, logId, dateMs, tenantName }: LogOrigin): LogFields {
  const random = new Random(seed, index, CONTENT_STREAM);
  const { type, fill } = pickKind(random);
  const log: LogFields = {
    date: new Date(dateMs).toISOString(),
    type,
    ...fill(setScene(random, dateMs, tenantName)),
    tenant_name: tenantName,
    ...(random.chance(0.5) ? { environment_name: 'prod-eu-1' } : {}),
  };
  addOddities(log, random);
  log['log_id'] = logId;
  log['_id'] = logId;
  return log;
}

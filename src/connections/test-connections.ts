/** Tries what an export needs, once: the sign-in, reading a log, and every destination. */

import { encodeLog } from '../engine/encode-log.ts';
import type {
  Clock,
  DeliveryOutcome,
  Destination,
  DestinationKind,
  Log,
  LogRecord,
} from '../engine/walls.ts';
import { type Exporter, TEST_OUTCOME, testRow } from '../health/health-row.ts';
import type { HealthSender } from '../health/tell-health.ts';
import type { LogsProbe, ProbeOutcome } from '../source/logs-probe.ts';
import type { TokenOutcome, TokenSource } from '../tokens/token-source.ts';
import { testLog } from './test-log.ts';

export interface ConnectionParts {
  /** The tenant's domain, as a person knows it. */
  readonly domain: string;
  readonly tokens: Pick<TokenSource, 'forget' | 'getToken'>;
  /** Reads with these tokens. */
  readonly probe: Pick<LogsProbe, 'newest'>;
  readonly destinations: readonly Destination[];
  /** None when no rows about the export are wanted. */
  readonly healthSenders: readonly HealthSender[];
  readonly exporter: Exporter;
  readonly toRecord: (log: Log) => LogRecord;
  readonly clock: Clock;
}

/** What was tried, and how it went, in words for a person: no secret, and nothing out of a log. */
export interface ConnectionStep {
  readonly what: 'sign-in' | 'read-log' | 'deliver' | 'tell-health';
  /** Of a delivery. */
  readonly destination?: DestinationKind;
  readonly isOk: boolean;
  /** One sentence or more. */
  readonly text: string;
}

/**
 * Tries everything once and without repeats, because a person sees the answer and can ask again.
 * Answers by `untilMs`. Each destination is tried beside Auth0, so that a tenant that is down or
 * slow neither hides what Azure says nor takes its time.
 */
export async function testConnections(
  parts: ConnectionParts,
  untilMs: number,
): Promise<readonly ConnectionStep[]> {
  const log = testLog(parts.clock.now());
  const [auth0Steps, ...deliverySteps] = await Promise.all([
    testAuth0(parts, untilMs),
    ...parts.destinations.map((destination) => testDelivery(parts, destination, log, untilMs)),
    ...parts.healthSenders.map((sender) => testHealthRow(parts, sender, untilMs)),
  ]);
  return [...auth0Steps, ...deliverySteps];
}

async function testAuth0(
  { domain, tokens, probe, clock }: ConnectionParts,
  untilMs: number,
): Promise<readonly ConnectionStep[]> {
  // A token from before would still work after the secret was changed.
  tokens.forget();
  const signedIn = signInStep(await tokens.getToken(untilMs - clock.now()), domain);
  if (!signedIn.isOk) return [signedIn, UNTRIED_READING];
  return [signedIn, readingStep(await probe.newest(untilMs - clock.now()))];
}

async function testDelivery(
  { toRecord, clock }: ConnectionParts,
  destination: Destination,
  log: Log,
  untilMs: number,
): Promise<ConnectionStep> {
  const record = encodeLog(log, toRecord, destination);
  const outcome = await destination.deliver([record], untilMs - clock.now());
  return {
    what: 'deliver',
    destination: destination.kind,
    isOk: outcome.status === 'accepted',
    text: deliveryText(outcome, 'test record', `type ${record.logType}`),
  };
}

async function testHealthRow(
  { exporter, clock }: ConnectionParts,
  { destination, deliverRow }: HealthSender,
  untilMs: number,
): Promise<ConnectionStep> {
  const nowMs = clock.now();
  const outcome = await deliverRow(testRow(nowMs, destination, exporter), untilMs - nowMs);
  return {
    what: 'tell-health',
    destination,
    isOk: outcome.status === 'accepted',
    text: deliveryText(outcome, 'health row', `outcome ${TEST_OUTCOME}`),
  };
}

const UNTRIED_READING: ConnectionStep = {
  what: 'read-log',
  isOk: false,
  text: 'Reading a log was not tried, because there is no token for it.',
};

/** Of what is worth another try. */
const MAY_PASS = 'This may pass by itself: try again in some minutes.';

function signInStep(outcome: TokenOutcome, domain: string): ConnectionStep {
  const what = 'sign-in';
  switch (outcome.status) {
    case 'token':
      return { what, isOk: true, text: `Auth0 gave a token for ${domain}.` };
    case 'misconfigured':
      return { what, isOk: false, text: sentence(`Auth0 gave no token: ${outcome.problem}`) };
    case 'retry': {
      const text = `${sentence(`Auth0 gave no token: ${outcome.reason}`)} ${MAY_PASS}`;
      return { what, isOk: false, text };
    }
  }
}

function readingStep(outcome: ProbeOutcome): ConnectionStep {
  const what = 'read-log';
  switch (outcome.status) {
    case 'found':
      return { what, isOk: true, text: `Read the newest log, ${ageText(outcome.atMs)}.` };
    case 'none':
      return { what, isOk: true, text: 'The tenant has no log yet, but reading is allowed.' };
    case 'failed':
      return { what, isOk: false, text: sentence(`No log could be read: ${outcome.reason}`) };
  }
}

/** Made from a number, so that nothing that stands in a log can get into it. */
function ageText(atMs: number | undefined): string {
  if (atMs === undefined) return 'which does not say when it happened';
  return `of ${new Date(atMs).toISOString().replace(/\.\d+Z$/, 'Z')}`;
}

/** What became of a thing that was sent; it shows in its table by a mark. */
function deliveryText(outcome: DeliveryOutcome, thing: string, mark: string): string {
  switch (outcome.status) {
    case 'accepted':
      return `Azure accepted the ${thing}. It shows in its table as ${mark}, within some minutes.`;
    // It may have arrived all the same, when the answer was lost.
    case 'retry':
      return `${sentence(`Azure did not confirm the ${thing}: ${outcome.reason}`)} ${MAY_PASS}`;
    case 'refused':
      return sentence(`Azure refused the ${thing}: ${outcome.reason}`);
    case 'misconfigured':
      return sentence(`Azure did not take the ${thing}: ${outcome.problem}`);
  }
}

/** The text with a full stop, which reasons do not have and problems do. */
function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

/** The way from a run to the tenant and to the destinations, on which anything may go wrong. */

import type { DestinationKind } from '../../src/engine/walls.ts';
import type { HttpClient, HttpOutcome, HttpRequest } from '../../src/http/http-client.ts';
import { NO_ANSWER } from './answers.ts';
import type { Chance } from './chance.ts';
import type { Faults, Life } from './faults.ts';
import { noteRefusal, type Receiver } from './receiver.ts';
import { type CampaignTenant, spoiltTenantAnswer, TENANT_HOST } from './tenant.ts';
import type { Trouble } from './troubles.ts';

export interface NetworkParts {
  readonly tenant: CampaignTenant;
  readonly receivers: readonly Receiver[];
  readonly faults: Faults;
  readonly chance: Chance;
  readonly now: () => number;
  /** One answer in so many is another than it should be. */
  readonly spoiltOnceIn: number;
}

/** Told when a destination has said to a living run that it took the logs with these ids. */
export type OnAccepted = (kind: DestinationKind, ids: readonly string[]) => void;

export interface Network {
  httpOf(life: Life, onAccepted: OnAccepted): HttpClient;
}

export function createNetwork(parts: NetworkParts): Network {
  const { tenant, receivers, faults, chance, now, spoiltOnceIn } = parts;

  function tenantAnswer(request: HttpRequest): HttpOutcome {
    const right = tenant.answer(request);
    return faults.isSpoilt(spoiltOnceIn)
      ? spoiltTenantAnswer(request, right, now(), chance)
      : right;
  }

  function send(life: Life, request: HttpRequest, onAccepted: OnAccepted): Promise<HttpOutcome> {
    const { hostname } = new URL(request.url);
    const receiver = receivers.find((one) => one.isFor(hostname));
    if (receiver !== undefined) return sendTo(receiver, life, request, onAccepted);
    if (hostname !== TENANT_HOST) throw new Error(`a request went to the unknown ${hostname}`);
    return faults.call<HttpOutcome>(life, {
      timeoutMs: request.timeoutMs,
      effect: () => tenantAnswer(request),
      failure: NO_ANSWER,
      onAnswer: (outcome) => showHead(request, outcome),
    });
  }

  function sendTo(
    receiver: Receiver,
    life: Life,
    request: HttpRequest,
    onAccepted: OnAccepted,
  ): Promise<HttpOutcome> {
    const trouble = troubleOf(receiver, request);
    const cargo = receiver.read(request);
    return faults.call<HttpOutcome>(life, {
      timeoutMs: request.timeoutMs,
      effect() {
        const isSpoilt = trouble?.answer === undefined && faults.isSpoilt(spoiltOnceIn);
        const answer =
          trouble?.answer?.() ??
          (isSpoilt ? receiver.spoiltAnswer(cargo, chance) : receiver.answer(request, cargo));
        noteRefusal(receiver, cargo, answer);
        return answer;
      },
      failure: NO_ANSWER,
      trouble,
      onAnswer(outcome) {
        showHead(request, outcome);
        if (cargo !== undefined && isAcceptance(outcome)) onAccepted(receiver.kind, cargo.ids);
      },
    });
  }

  return {
    httpOf: (life, onAccepted) => ({ send: (request) => send(life, request, onAccepted) }),
  };
}

function troubleOf({ trouble }: Receiver, request: HttpRequest): Trouble | undefined {
  return trouble?.meets?.(request) === false ? undefined : trouble;
}

function showHead({ onHead }: HttpRequest, outcome: HttpOutcome): void {
  if (outcome.status === 'answered') onHead?.(outcome);
}

/** As the one who sent it understands it: a web page is not Azure's. */
function isAcceptance(outcome: HttpOutcome): boolean {
  if (outcome.status !== 'answered' || outcome.body.startsWith('<')) return false;
  return outcome.statusCode >= 200 && outcome.statusCode < 300;
}

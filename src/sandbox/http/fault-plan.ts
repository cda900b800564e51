/** What goes wrong, and how often: a queue of faults that a server plays before its own answers. */

import { isObject, type JsonObject, numberIn, parseJson, textIn } from './json-input.ts';

/** Faults that answer something else, without the request being carried out. */
const REPLACING = ['status', 'html', 'json-object', 'null', 'garbage', 'reset', 'hang'] as const;

/** Faults that carry the request out and then spoil the answer. */
const SPOILING = [
  'slow',
  'truncated-json',
  'cut-answer',
  'accept-then-reset',
  'accept-then-hang',
] as const;

const FAULT_KINDS = [...REPLACING, ...SPOILING, 'short-page'] as const;

export type FaultKind = (typeof FAULT_KINDS)[number];

export interface Fault {
  readonly kind: FaultKind;
  /** How many answers it spoils, default 1; `forever` until cleared. */
  readonly count?: number | 'forever';
  /** How many matching requests pass unharmed before it begins. */
  readonly after?: number;
  /** Only requests to this path; default the service's main path. */
  readonly path?: string;
  /** For `status` and `html`; defaults 500 and 200. */
  readonly status?: number;
  /** For `slow`; default 1000. */
  readonly delayMs?: number;
  /** Sent as `Retry-After`, in whole seconds. */
  readonly retryAfterSeconds?: number;
  /** Sent as the body instead of the service's usual one. */
  readonly body?: string;
}

interface PlannedFault {
  readonly fault: Fault;
  readonly path: string;
  toSkip: number;
  remaining: number;
}

const isKind = (text: string | undefined): text is FaultKind =>
  FAULT_KINDS.some((kind) => kind === text);

const OPTIONAL_NUMBERS = ['after', 'status', 'delayMs', 'retryAfterSeconds'] as const;

function readFault(value: JsonObject): Fault {
  const kind = textIn(value, 'kind');
  if (!isKind(kind)) throw new Error(`A fault's kind is one of ${FAULT_KINDS.join(', ')}.`);
  const numbers: Partial<Record<(typeof OPTIONAL_NUMBERS)[number], number>> = {};
  for (const name of OPTIONAL_NUMBERS) {
    const number = numberIn(value, name);
    if (number !== undefined) numbers[name] = number;
  }
  const count = value['count'] === 'forever' ? 'forever' : (numberIn(value, 'count') ?? 1);
  const path = textIn(value, 'path');
  const body = textIn(value, 'body');
  return {
    kind,
    count,
    ...numbers,
    ...(path === undefined ? {} : { path }),
    ...(body === undefined ? {} : { body }),
  };
}

/** The faults in posted JSON: one object or a list of them. Throws with what was expected. */
export function readFaults(body: Buffer): Fault[] {
  const value = parseJson(body.toString('utf8'));
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.map((item) => {
    if (!isObject(item)) throw new Error('A fault is a JSON object with a kind.');
    return readFault(item);
  });
}

export class FaultPlan {
  readonly #defaultPath: string;
  #planned: PlannedFault[] = [];
  #played = 0;

  constructor(defaultPath: string) {
    this.#defaultPath = defaultPath;
  }

  /** Faults are played in the order in which they were added. */
  add(...faults: readonly Fault[]): void {
    for (const fault of faults) {
      this.#planned.push({
        fault,
        path: fault.path ?? this.#defaultPath,
        toSkip: fault.after ?? 0,
        remaining: fault.count === 'forever' ? Number.POSITIVE_INFINITY : (fault.count ?? 1),
      });
    }
  }

  clear(): void {
    this.#planned = [];
  }

  /** How many answers were spoilt so far. */
  get played(): number {
    return this.#played;
  }

  /** What is still to come. */
  get pending(): readonly Fault[] {
    return this.#planned.map((planned) => planned.fault);
  }

  /** The fault for the request that came just now, if any. */
  next(path: string): Fault | undefined {
    const planned = this.#planned.find((candidate) => candidate.path === path);
    if (planned === undefined) return undefined;
    if (planned.toSkip > 0) {
      planned.toSkip -= 1;
      return undefined;
    }
    planned.remaining -= 1;
    if (planned.remaining <= 0) this.#planned = this.#planned.filter((other) => other !== planned);
    this.#played += 1;
    return planned.fault;
  }
}

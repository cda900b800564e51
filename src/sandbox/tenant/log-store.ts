/** The tenant's logs in id order, each made when it is first asked for. */

import { isObject, type JsonObject } from '../http/json-input.ts';
import { dateOf, makeLog } from './log-factory.ts';
import { LogIdIssuer } from './log-id.ts';

interface StoredLog {
  readonly logId: string;
  readonly takenInMs: number;
  readonly dateMs: number;
  /** The number that the event is made from, or -1 when the text was given. */
  readonly index: number;
  text: Buffer | undefined;
}

export interface LogStoreOptions {
  readonly seed: number;
  readonly tenantName: string;
}

const COMMA = Buffer.from(',');
const OPEN = Buffer.from('[');
const CLOSE = Buffer.from(']');

export class LogStore {
  readonly #options: LogStoreOptions;
  readonly #issuer = new LogIdIssuer();
  readonly #logs: StoredLog[] = [];
  #made = 0;

  constructor(options: LogStoreOptions) {
    this.#options = options;
  }

  get count(): number {
    return this.#logs.length;
  }

  /** Takes in `count` events spread evenly over a stretch of time, the last one at its end. Gives their ids. */
  addMade(count: number, fromMs: number, toMs: number): string[] {
    const added: string[] = [];
    const step = count > 0 ? (toMs - fromMs) / count : 0;
    for (let number = 1; number <= count; number += 1) {
      const index = this.#made;
      const takenInMs = Math.floor(fromMs + step * number);
      const dateMs = dateOf(this.#options.seed, index, takenInMs);
      const logId = this.#issuer.issue(takenInMs);
      this.#made += 1;
      this.#insert({ logId, takenInMs, dateMs, index, text: undefined });
      added.push(logId);
    }
    return added;
  }

  /** Takes in an event as it stands; an id and a date are added where it has none. Gives its id. */
  addGiven(log: JsonObject, takenInMs: number): string {
    const given = log['log_id'];
    const logId = typeof given === 'string' ? given : this.#issuer.issue(takenInMs);
    const date = log['date'] ?? new Date(takenInMs).toISOString();
    const full = { date, ...log, log_id: logId, _id: logId };
    const parsed = typeof date === 'string' ? Date.parse(date) : Number.NaN;
    const dateMs = Number.isNaN(parsed) ? takenInMs : parsed;
    this.#insert({ logId, takenInMs, dateMs, index: -1, text: Buffer.from(JSON.stringify(full)) });
    return logId;
  }

  logIds(): string[] {
    return this.#logs.map(({ logId }) => logId);
  }

  has(logId: string): boolean {
    return this.#logs[this.positionAfter(logId) - 1]?.logId === logId;
  }

  /** The place of the first log whose id is greater than `logId`. */
  positionAfter(logId: string): number {
    let low = 0;
    let high = this.#logs.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.at(middle).logId <= logId) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  at(position: number): Readonly<StoredLog> {
    const log = this.#logs[position];
    if (log === undefined) throw new RangeError(`There is no log at ${position}.`);
    return log;
  }

  /** The JSON text of one log, kept from then on. */
  textAt(position: number): Buffer {
    const log = this.#logs[position];
    if (log === undefined) throw new RangeError(`There is no log at ${position}.`);
    log.text ??= Buffer.from(JSON.stringify(makeLog({ ...this.#options, ...log })));
    return log.text;
  }

  /** The event itself, for searches that look inside. */
  logAt(position: number): JsonObject {
    const log: unknown = JSON.parse(this.textAt(position).toString('utf8'));
    return isObject(log) ? log : {};
  }

  /** A JSON array of the logs at these places. */
  arrayOf(positions: readonly number[]): Buffer {
    const parts: Buffer[] = [OPEN];
    for (const [number, position] of positions.entries()) {
      if (number > 0) parts.push(COMMA);
      parts.push(this.textAt(position));
    }
    parts.push(CLOSE);
    return Buffer.concat(parts);
  }

  /** Makes every text now, so that no reader waits for it. */
  makeAll(): void {
    for (let position = 0; position < this.#logs.length; position += 1) this.textAt(position);
  }

  #insert(log: StoredLog): void {
    const last = this.#logs.at(-1);
    if (last === undefined || last.logId < log.logId) {
      this.#logs.push(log);
      return;
    }
    const position = this.positionAfter(log.logId);
    if (this.#logs[position - 1]?.logId === log.logId)
      throw new Error(`${log.logId} is there already.`);
    this.#logs.splice(position, 0, log);
  }
}

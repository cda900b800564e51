/** Log ids as the tenant issues them: 56 digits that grow with the time of ingestion. */

const LOG_ID_LENGTH = 56;

const PREFIX = '900';

/** `yyyyMMddHHmmss` in UTC. */
const digitsOfTime = (timeMs: number): string =>
  new Date(timeMs).toISOString().slice(0, 19).replace(/[-T:]/g, '');

/** The lowest id of a moment: every log taken in at that millisecond or later comes after it. */
export const firstIdAt = (timeMs: number): string =>
  `${PREFIX}${digitsOfTime(timeMs)}${String(timeMs % 1000).padStart(3, '0')}`.padEnd(
    LOG_ID_LENGTH,
    '0',
  );

export const isPosition = (text: string): boolean => /^\d{56}$/.test(text);

/** Issues ids that never fall, even when the clock does. */
export class LogIdIssuer {
  #lastMs = 0;
  #sequence = 0;
  /** The first seventeen digits change once a second only. */
  #second = -1;
  #prefix = '';

  /** The id of a log taken in at `timeMs`; a time before the last one counts as the last one. */
  issue(timeMs: number): string {
    this.#lastMs = Math.max(this.#lastMs, Math.floor(timeMs));
    this.#sequence += 1;
    const second = Math.floor(this.#lastMs / 1000);
    if (second !== this.#second) {
      this.#second = second;
      this.#prefix = PREFIX + digitsOfTime(this.#lastMs);
    }
    const fraction = String(this.#lastMs % 1000).padStart(3, '0');
    const sequence = String(this.#sequence).padStart(13, '0');
    return `${this.#prefix}${fraction}${'0'.repeat(16)}1223372${sequence}`;
  }
}

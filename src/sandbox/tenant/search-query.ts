/** The part of the search syntax that the sandbox understands: terms joined by AND, ranges of dates and ids. */

import type { LogStore } from './log-store.ts';

/** Whether the log at a place is found. */
export type Condition = (logs: LogStore, position: number) => boolean;

interface Bounds<T> {
  readonly from: T | undefined;
  readonly to: T | undefined;
  readonly includesFrom: boolean;
  readonly includesTo: boolean;
}

const RANGE = /^([[{])\s*(\S+)\s+TO\s+(\S+?)\s*([\]}])$/;
/** A field, a colon, and a range in brackets, a text in quotes, or a bare word. */
const TERM = /^([a-z_]+):([[{][^\]}]*[\]}]|"[^"]*"|\S+)\s*(?:AND\s+)?/;

const unquoted = (text: string): string => text.replace(/^"(.*)"$/, '$1');

function isWithin<T extends string | number>(value: T, bounds: Bounds<T>): boolean {
  const { from, to } = bounds;
  if (from !== undefined && (value < from || (value === from && !bounds.includesFrom)))
    return false;
  return !(to !== undefined && (value > to || (value === to && !bounds.includesTo)));
}

function readBounds<T>(text: string, read: (end: string) => T | undefined): Bounds<T> | undefined {
  const match = RANGE.exec(text);
  if (match === null) return undefined;
  const [, open = '', low = '', high = '', close = ''] = match;
  const end = (word: string): T | undefined => (word === '*' ? undefined : read(unquoted(word)));
  const bounds = {
    from: end(low),
    to: end(high),
    includesFrom: open === '[',
    includesTo: close === ']',
  };
  const isBroken =
    (low !== '*' && bounds.from === undefined) || (high !== '*' && bounds.to === undefined);
  return isBroken ? undefined : bounds;
}

const readDate = (text: string): number | undefined => {
  const parsed = Date.parse(text);
  return Number.isNaN(parsed) ? undefined : parsed;
};

function dateCondition(text: string): Condition | undefined {
  const bounds = readBounds(text, readDate);
  if (bounds === undefined) return undefined;
  return (logs, position) => isWithin(logs.at(position).dateMs, bounds);
}

function idCondition(text: string): Condition | undefined {
  if (!RANGE.test(text)) return (logs, position) => logs.at(position).logId === unquoted(text);
  const bounds = readBounds<string>(text, (id) => id);
  if (bounds === undefined) return undefined;
  return (logs, position) => isWithin(logs.at(position).logId, bounds);
}

function readTerm(field: string, text: string): Condition | undefined {
  if (field === 'date') return dateCondition(text);
  if (field === 'log_id') return idCondition(text);
  return (logs, position) => logs.logAt(position)[field] === unquoted(text);
}

/** What a query asks for, or `undefined` when the sandbox cannot read it. */
export function readQuery(text: string): Condition | undefined {
  const conditions: Condition[] = [];
  let rest = text.trim();
  if (rest === '' || rest === '*') return () => true;
  while (rest !== '') {
    const match = TERM.exec(rest);
    const [whole = '', field = '', value = ''] = match ?? [];
    const condition = match === null ? undefined : readTerm(field, value);
    if (condition === undefined) return undefined;
    conditions.push(condition);
    rest = rest.slice(whole.length);
  }
  return (logs, position) => conditions.every((condition) => condition(logs, position));
}

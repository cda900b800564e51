/** What a log type is called. */

import { describeType } from '../../records/log-types.ts';
import { oneLine } from './text.ts';

/** The name of a type with its code, such as `Failed Login (f)`; of an unknown one its code. */
export function logTypeName(code: string): string {
  const { event } = describeType(code);
  return event === code ? oneLine(code, 60) || 'unknown' : `${event} (${code})`;
}

/** A place in the logs: the time that an id tells, or the id. */

import { timeOfLogId } from '../../source/log-id.ts';
import { Id } from './id.tsx';
import { Time } from './time.tsx';

export function Place({ id }: { readonly id: string | undefined }) {
  if (id === undefined) return null;
  const atMs = timeOfLogId(id);
  return atMs === undefined ? <Id id={id} /> : <Time atMs={atMs} />;
}

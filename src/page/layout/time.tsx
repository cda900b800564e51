/** A time as people read it: in UTC as it is sent, in the viewer's zone once the script has run. */

import { isoTime, utcTime } from '../words/time.ts';

export function Time({ atMs }: { readonly atMs: number | undefined }) {
  const iso = isoTime(atMs);
  if (iso === undefined) return <span>–</span>;
  const text = utcTime(atMs);
  return (
    <time datetime={iso} title={text}>
      {text}
    </time>
  );
}

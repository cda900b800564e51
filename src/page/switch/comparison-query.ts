/** The query by which somebody compares in Azure what both tables got. */

import { isoTime } from '../words/time.ts';

/** As the template in `deploy/azure` proposes. */
export const NEW_TABLE = 'Auth0LogEvents_CL';

/** Counts the logs of each hour by their ids, so that repeats do not matter; since both tables get all logs. */
export function comparisonQuery(classicTable: string, sinceMs: number | undefined): string {
  const since = isoTime(sinceMs);
  return `union isfuzzy=true
  (${classicTable} | project IsNew = 0, LogId = log_id_s, Time = date_t),
  (${NEW_TABLE} | project IsNew = 1, LogId, Time = EventTime)
| where Time > ${since === undefined ? 'ago(1d)' : `datetime(${since})`}
| summarize InOld = countif(IsNew == 0), InNew = countif(IsNew == 1) by LogId, Hour = bin(Time, 1h)
| summarize Old = countif(InOld > 0), New = countif(InNew > 0),
    OnlyOld = countif(InNew == 0), OnlyNew = countif(InOld == 0) by Hour
| order by Hour desc`;
}

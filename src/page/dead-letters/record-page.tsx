/** One dead letter with the record that was refused. */

import type { DeadLetter } from '../../engine/dead-letters.ts';
import { Facts } from '../layout/facts.tsx';
import { Id } from '../layout/id.tsx';
import { Notice } from '../layout/notice.tsx';
import { Time } from '../layout/time.tsx';
import { destinationName } from '../words/destination-name.ts';
import { logTypeName } from '../words/log-type-name.ts';

interface RecordPageProps {
  readonly prefix: string;
  readonly letter: DeadLetter;
  /** JSON text. */
  readonly record: string | undefined;
}

/** JSON laid out for reading; other text as it is. */
function laidOut(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

export function RecordPage({ prefix, letter, record }: RecordPageProps) {
  return (
    <>
      <h1>A record that was refused</h1>
      <Facts
        facts={[
          ['Log', <Id id={letter.logId} />],
          ['Type', logTypeName(letter.logType)],
          ['Refused by', destinationName(letter.destination)],
          ['Refused', <Time atMs={letter.refusedAtMs} />],
          ['Reason', letter.reason],
        ]}
      />
      {record === undefined ? (
        <Notice tone="warning">
          The record cannot be opened: only the id is kept, or AUTH0_CLIENT_SECRET was changed
          since. A replay reads the log from Auth0 once more.
        </Notice>
      ) : (
        <>
          <h2>The record as it was sent</h2>
          <pre tabindex={0}>{laidOut(record)}</pre>
        </>
      )}
      <p>
        <a href={`${prefix}/dead-letters`}>Back to the dead letters</a>
      </p>
    </>
  );
}

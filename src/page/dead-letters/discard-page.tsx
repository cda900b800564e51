/** Tells what discarding would mean, and offers to do it. */

import type { DeadLetterName } from '../../engine/dead-letters.ts';
import { ActionForm } from '../layout/action-form.tsx';
import { Button } from '../layout/button.tsx';
import type { Frame } from '../layout/frame.ts';
import { Notice } from '../layout/notice.tsx';
import { countOf } from '../words/count.ts';
import { destinationName } from '../words/destination-name.ts';
import { writeName } from './letter-names.ts';

interface DiscardPageProps {
  readonly frame: Frame;
  readonly names: readonly DeadLetterName[];
}

export function DiscardPage({ frame, names }: DiscardPageProps) {
  const { length } = names;
  const them = length === 1 ? 'it' : 'them';
  return (
    <>
      <h1>Discard dead letters</h1>
      <Notice tone="bad" word="Careful">
        {countOf(length, 'record is', 'records are')} given up: what is kept of {them} is deleted,
        and the export does not come back to {them}. As long as Auth0 has the logs, they can be read
        there.
      </Notice>
      <ul class="id">
        {names.map(({ logId, destination }) => (
          <li>
            {logId} ({destinationName(destination)})
          </li>
        ))}
      </ul>
      <ActionForm frame={frame} path="/dead-letters/discard" class="row" busyText="Discarding…">
        {names.map((name) => (
          <input type="hidden" name="letter" value={writeName(name)} />
        ))}
        <Button class="danger">Discard {length === 1 ? 'it' : `all ${length}`}</Button>
        <a class="button quiet" href={`${frame.prefix}/dead-letters`}>
          Keep {them}
        </a>
      </ActionForm>
    </>
  );
}

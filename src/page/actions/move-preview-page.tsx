/** Tells what moving a checkpoint would mean, and offers to do it. */

import { BEGINNING_MS } from '../../source/start-position.ts';
import { ActionForm } from '../layout/action-form.tsx';
import { Button } from '../layout/button.tsx';
import { Facts } from '../layout/facts.tsx';
import type { Frame } from '../layout/frame.ts';
import { Id } from '../layout/id.tsx';
import { Notice } from '../layout/notice.tsx';
import { Time } from '../layout/time.tsx';
import { countOf } from '../words/count.ts';
import { destinationName } from '../words/destination-name.ts';
import { durationWords } from '../words/duration.ts';
import type { Tone } from '../words/tone.ts';
import { BackToActions } from './back-to-actions.tsx';
import type { MovePreview } from './move.ts';

const TONES: Readonly<Record<MovePreview['direction'], Tone>> = {
  back: 'warning',
  forward: 'bad',
  nowhere: 'good',
  unknown: 'warning',
};

export function MovePreviewPage({
  frame,
  preview,
}: {
  readonly frame: Frame;
  readonly preview: MovePreview;
}) {
  const { destination, from, fromMs, after, toMs, direction } = preview;
  return (
    <>
      <h1>Move the checkpoint</h1>
      <Facts
        facts={[
          ['Destination', destinationName(destination)],
          [
            'Now it goes on after',
            <>
              <Time atMs={fromMs} />{' '}
              {from === undefined ? 'it has not begun yet' : <Id id={from} />}
            </>,
          ],
          [
            'Then it goes on after',
            <>
              <Time atMs={toMs} /> <Id id={after} />
            </>,
          ],
        ]}
      />
      <Notice tone={TONES[direction]} word={direction === 'forward' ? 'Careful' : undefined}>
        <Meaning preview={preview} />
      </Notice>
      {direction === 'nowhere' ? (
        <BackToActions prefix={frame.prefix} />
      ) : (
        <ActionForm frame={frame} path="/checkpoint" class="row">
          <input type="hidden" name="after" value={after} />
          <input type="hidden" name="destination" value={destination} />
          <Button class={direction === 'forward' && 'danger'}>Move the checkpoint</Button>
          <a class="button quiet" href={`${frame.prefix}/actions`}>
            Leave it where it is
          </a>
        </ActionForm>
      )}
    </>
  );
}

function Meaning({ preview }: { readonly preview: MovePreview }) {
  const { destination, direction, fromMs, toMs, repeatedLogs, from } = preview;
  const spanMs = fromMs === undefined || toMs === undefined ? 0 : Math.abs(fromMs - toMs);
  switch (direction) {
    case 'back':
      return (
        <>
          <p>
            The export to the {destinationName(destination)} goes back{' '}
            {toMs === BEGINNING_MS
              ? 'to the oldest log that Auth0 keeps'
              : `by ${durationWords(spanMs)}`}
            . What Auth0 still has of that time is sent to Azure once more: rows with the same{' '}
            <code>log_id</code> stand there twice, and queries have to take one of them.
          </p>
          {repeatedLogs !== undefined && (
            <p>By the history, those are at most {countOf(repeatedLogs, 'log')}.</p>
          )}
          <p>New logs reach this destination once it has caught up again; no other is touched.</p>
        </>
      );
    case 'forward':
      return (
        <p>
          The logs of {durationWords(spanMs)} are passed over. They never reach Azure, unless you
          move the checkpoint back before Auth0 deletes them.
        </p>
      );
    case 'nowhere':
      return <p>That is where the export goes on anyway. Nothing would change.</p>;
    case 'unknown':
      return from === undefined ? (
        <p>The first run will begin there, whatever START_FROM says.</p>
      ) : (
        <p>
          The time of one of the two places cannot be told from its id. If the new one is earlier,
          logs are sent once more; if it is later, those between never reach Azure.
        </p>
      );
  }
}

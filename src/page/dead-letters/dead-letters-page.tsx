/** The list of dead letters. */

import type { ListedDeadLetter } from '../../engine/dead-letters.ts';
import { DoneNotice } from '../actions/done.tsx';
import { ActionForm } from '../layout/action-form.tsx';
import { Button } from '../layout/button.tsx';
import type { Frame } from '../layout/frame.ts';
import { Id } from '../layout/id.tsx';
import { Time } from '../layout/time.tsx';
import { type Column, ItemTable } from '../layout/wide-table.tsx';
import { countOf } from '../words/count.ts';
import { destinationName } from '../words/destination-name.ts';
import { logTypeName } from '../words/log-type-name.ts';
import { writeName } from './letter-names.ts';

function columnsOf(
  prefix: string,
  letters: readonly ListedDeadLetter[],
): readonly Column<ListedDeadLetter>[] {
  const isAlike = new Set(letters.map(({ destination }) => destination)).size < 2;
  return [
    ['Choose', Choice],
    ['Refused', ({ refusedAtMs }) => <Time atMs={refusedAtMs} />],
    ['Record', (letter) => <ShowButton letter={letter} prefix={prefix} />],
    ['Type', ({ logType }) => logTypeName(logType)],
    ['Reason', ({ reason }) => reason],
    ['Log', ({ logId }) => <Id id={logId} />, 'optional'],
    [
      'Destination',
      ({ destination }) => destinationName(destination),
      isAlike ? 'optional' : undefined,
    ],
  ];
}

interface DeadLettersPageProps {
  readonly frame: Frame;
  readonly letters: readonly ListedDeadLetter[];
  readonly done: string | undefined;
}

export function DeadLettersPage({ frame, letters, done }: DeadLettersPageProps) {
  const total = letters.length;
  const columns = columnsOf(frame.prefix, letters);
  const discardPath = `${frame.prefix}/dead-letters/confirm-discard`;
  return (
    <>
      <h1>Dead letters</h1>
      <DoneNotice done={done} />
      <p class="faint">
        Records that Azure refused on their own while it took the others. They wait here until
        somebody replays them, which sends them once more, or discards them.
      </p>
      {total === 0 ? (
        <p class="card">There are none: Azure has taken every record.</p>
      ) : (
        <>
          <p>{countOf(total, 'dead letter waits', 'dead letters wait')}.</p>
          <ActionForm frame={frame} path="/dead-letters/replay" busyText="Sending…">
            <ItemTable label="Dead letters" columns={columns} items={letters} />
            <div class="row">
              <Button>Replay the ticked</Button>
              <Button name="all" value="yes" class="quiet">
                Replay all {total}
              </Button>
              <Button class="quiet" formaction={discardPath}>
                Discard the ticked…
              </Button>
              <Button name="all" value="yes" class="quiet" formaction={discardPath}>
                Discard all {total}…
              </Button>
            </div>
          </ActionForm>
        </>
      )}
    </>
  );
}

function Choice(letter: ListedDeadLetter) {
  return (
    <input
      type="checkbox"
      name="letter"
      value={writeName(letter)}
      aria-label={`Choose the log ${letter.logId} at the ${destinationName(letter.destination)}`}
    />
  );
}

interface ShowButtonProps {
  readonly letter: ListedDeadLetter;
  readonly prefix: string;
}

function ShowButton({ letter, prefix }: ShowButtonProps) {
  if (!letter.hasContent) return <span class="faint">id only</span>;
  return (
    <Button
      class="quiet"
      name="show"
      value={writeName(letter)}
      formaction={`${prefix}/dead-letters/record`}
    >
      Show
    </Button>
  );
}

/** Moving the checkpoint: what it would mean, and then doing it. */

import type { State } from '../../engine/state.ts';
import { DESTINATION_KINDS } from '../../engine/walls.ts';
import { startFrom } from '../../settings/start-from.ts';
import { startPosition } from '../../source/start-position.ts';
import type { Desk } from '../desk.ts';
import { createRoutes, type Routes } from '../http/routes.ts';
import { withState } from '../layout/with-state.tsx';
import { fieldOf, readForm } from '../sign-in/read-form.ts';
import { carryOut, notDone } from './carry-out.tsx';
import { isToCome, type MovePreview, movable, previewMove } from './move.ts';
import { MoveForm } from './move-form.tsx';
import { MovePreviewPage } from './move-preview-page.tsx';

const HEAD = { title: 'Move the checkpoint', section: 'actions' } as const;

const STILL_TO_COME = 'That is still to come. The latest place is “now”.';

const MAX_TARGET_LENGTH = 100;

/** As the stored state lets ids in. */
const LOG_ID = /^[!-~]{1,200}$/;

export function moveRoutes(desk: Desk): Routes {
  return createRoutes()
    .get('/checkpoint', (context) =>
      withState(desk, context, HEAD, (state) => {
        const destination = context.query('destination');
        const asked = (context.query('to') ?? '').trim().slice(0, MAX_TARGET_LENGTH);
        const preview = readMove(state, asked, destination, desk.clock.now());
        if (typeof preview !== 'string') {
          const frame = desk.frameOf(context);
          return desk.render(context, HEAD, <MovePreviewPage frame={frame} preview={preview} />);
        }
        const again = { prefix: desk.prefix, state, asked, destination, problem: preview };
        return desk.render(
          context,
          { ...HEAD, statusCode: 400 },
          <>
            <h1>Move the checkpoint</h1>
            <MoveForm {...again} />
          </>,
        );
      }),
    )
    .post('/checkpoint', async (context) => {
      const form = await readForm(context);
      const after = fieldOf(form, 'after');
      const destination = DESTINATION_KINDS.find((kind) => kind === fieldOf(form, 'destination'));
      if (destination === undefined) return notDone(desk, context, 'No destination was named.');
      if (after === undefined || !LOG_ID.test(after)) {
        return notDone(desk, context, 'The place to go on from is not the id of a log.');
      }
      if (isToCome(after, desk.clock.now())) return notDone(desk, context, STILL_TO_COME);
      return carryOut(desk, context, { kind: 'move', destination, after }, '/actions', 'move');
    });
}

/** What somebody asks for would mean, or what is wrong with it, in a sentence. */
function readMove(
  state: State,
  asked: string,
  destination: string | undefined,
  nowMs: number,
): MovePreview | string {
  const reading = startFrom.read(asked);
  if (!reading.ok) return `“${asked}” is no place in the logs. ${reading.advice ?? ''}`;
  const { value } = reading;
  const isLater =
    value.kind === 'time' ? value.atMs > nowMs : isToCome(startPosition(value, nowMs), nowMs);
  if (isLater) return STILL_TO_COME;
  const kinds = movable(state);
  const kind = kinds.length === 1 ? kinds[0] : kinds.find((one) => one === destination);
  if (kind === undefined) return 'Choose the destination that this is for.';
  return previewMove(state, kind, value, nowMs);
}

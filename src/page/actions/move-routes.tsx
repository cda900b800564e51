/** Moving the checkpoint: what it would mean, and then doing it. */

import { Hono } from 'hono/tiny';
import type { State } from '../../engine/state.ts';
import { DESTINATION_KINDS, type DestinationKind } from '../../engine/walls.ts';
import { startFrom } from '../../settings/start-from.ts';
import { startPosition } from '../../source/start-position.ts';
import type { Desk, PageEnv } from '../desk.ts';
import { withState } from '../layout/with-state.tsx';
import { fieldOf, readForm } from '../sign-in/read-form.ts';
import { carryOut, notDone } from './carry-out.tsx';
import { isToCome, movable, previewMove } from './move.ts';
import { MoveForm } from './move-form.tsx';
import { MovePreviewPage } from './move-preview-page.tsx';

const HEAD = { title: 'Move the checkpoint', section: 'actions' } as const;

const STILL_TO_COME = 'That is still to come. The latest place is “now”.';

const MAX_TARGET_LENGTH = 100;

/** As the stored state lets ids in. */
const LOG_ID = /^[!-~]{1,200}$/;

export function moveRoutes(desk: Desk): Hono<PageEnv> {
  return new Hono<PageEnv>()
    .get('/checkpoint', (context) =>
      withState(desk, context, HEAD, (state) => {
        const { to = '', destination } = context.req.query();
        const asked = to.trim().slice(0, MAX_TARGET_LENGTH);
        const ask = (problem: string) =>
          desk.render(
            context,
            { ...HEAD, statusCode: 400 },
            <>
              <h1>Move the checkpoint</h1>
              <MoveForm prefix={desk.prefix} state={state} asked={asked} problem={problem} />
            </>,
          );
        const reading = startFrom.read(asked);
        if (!reading.ok) return ask(`“${asked}” is no place in the logs. ${reading.advice ?? ''}`);
        const { value } = reading;
        const nowMs = desk.clock.now();
        if (
          value.kind === 'time' ? value.atMs > nowMs : isToCome(startPosition(value, nowMs), nowMs)
        ) {
          return ask(STILL_TO_COME);
        }
        const kind = chosen(state, destination);
        const preview = previewMove(state, kind, value, nowMs);
        return desk.render(
          context,
          HEAD,
          <MovePreviewPage frame={desk.frameOf(context)} preview={preview} />,
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

/** The destination that was named, if its checkpoint can be moved; otherwise the first. */
function chosen(state: State, name: unknown): DestinationKind {
  const kinds = movable(state);
  return kinds.find((kind) => kind === name) ?? kinds[0];
}

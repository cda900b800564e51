/** What every page does that tells of the stored state: it reads it, or says why that cannot be shown. */

import type { Context } from 'hono';
import type { State } from '../../engine/state.ts';
import type { Desk, PageEnv, PageHead } from '../desk.ts';
import { lookAtState } from '../look-at-state.ts';
import { Notice } from './notice.tsx';

type Answer = Response | Promise<Response>;

export async function withState(
  desk: Desk,
  context: Context<PageEnv>,
  head: PageHead,
  answer: (state: State) => Answer,
): Promise<Response> {
  const look = await lookAtState(desk.store);
  if (look.status === 'state') return answer(look.state);
  return desk.render(
    context,
    head,
    <>
      <h1>The stored state cannot be shown</h1>
      <Notice tone="bad">{look.reason}</Notice>
    </>,
  );
}

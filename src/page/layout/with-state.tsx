/** What every page does that tells of the stored state: it reads it, or says why that cannot be shown. */

import type { State } from '../../engine/state.ts';
import type { Desk, PageHead } from '../desk.ts';
import type { Context } from '../http/context.ts';
import type { Handler } from '../http/routes.ts';
import { lookAtState } from '../look-at-state.ts';
import { Notice } from './notice.tsx';

export async function withState(
  desk: Desk,
  context: Context,
  head: PageHead,
  answer: (state: State) => ReturnType<Handler>,
): Promise<Response | undefined> {
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

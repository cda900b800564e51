/** Has something done in the name of who is signed in, and answers with the page that shows what became of it. */

import { ask } from '../../engine/ask.ts';
import type { RunReport } from '../../engine/report.ts';
import type { AdministratorRequest } from '../../engine/requests.ts';
import type { Desk } from '../desk.ts';
import { type Context, nameOf } from '../http/context.ts';
import { Notice } from '../layout/notice.tsx';
import { lookAtState } from '../look-at-state.ts';
import { findRun } from '../runs/find-run.ts';
import { sentence } from '../words/text.ts';
import { BackToActions } from './back-to-actions.tsx';
import type { Done } from './done.tsx';

/** What is asked for, without who asks and when. */
export type Wish = AdministratorRequest extends infer Request
  ? Request extends AdministratorRequest
    ? Omit<Request, 'by' | 'atMs'>
    : never
  : never;

export function askFor(desk: Desk, context: Context, wish: Wish) {
  const by = nameOf(context);
  return ask(desk.store, desk.clock, { ...wish, by, atMs: desk.clock.now() });
}

/** Asks for something, and leads to the page that shows it. */
export async function carryOut(
  desk: Desk,
  context: Context,
  wish: Wish,
  path: string,
  done: Done,
): Promise<Response> {
  const outcome = await askFor(desk, context, wish);
  if (outcome.status === 'failed') return notDone(desk, context, outcome.reason);
  const word = outcome.status === 'waiting' ? 'waiting' : done;
  return context.redirect(`${desk.prefix}${path}?done=${word}`, 303);
}

/** Leads to the report of a run that somebody asked for; of one that could not be stored, tells why. */
export async function showRun(
  desk: Desk,
  context: Context,
  { runId, reason }: RunReport,
): Promise<Response> {
  const look = await lookAtState(desk.store);
  if (look.status === 'state' && findRun(look.state, runId) !== undefined) {
    return context.redirect(`${desk.prefix}/runs/${runId}`, 303);
  }
  return notDone(desk, context, sentence(reason ?? 'the report of the run could not be stored'));
}

export function notDone(desk: Desk, context: Context, reason: string) {
  return desk.render(
    context,
    { title: 'Not done', section: 'actions', statusCode: 409 },
    <>
      <h1>That could not be done</h1>
      <Notice tone="bad">{reason}</Notice>
      <BackToActions prefix={desk.prefix} />
    </>,
  );
}

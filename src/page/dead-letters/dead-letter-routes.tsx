/** The room "Dead letters": the records that a destination refused, to look at, replay or give up. */

import { type DeadLetterName, isSameLetter, listDeadLetters } from '../../engine/dead-letters.ts';
import { askFor, carryOut, notDone, showRun } from '../actions/carry-out.tsx';
import type { Desk } from '../desk.ts';
import { type Context, nameOf } from '../http/context.ts';
import { createRoutes, type Routes } from '../http/routes.ts';
import { withState } from '../layout/with-state.tsx';
import { lookAtState } from '../look-at-state.ts';
import { readForm } from '../sign-in/read-form.ts';
import { DeadLettersPage } from './dead-letters-page.tsx';
import { DiscardPage } from './discard-page.tsx';
import { readNames } from './letter-names.ts';
import { RecordPage } from './record-page.tsx';

const HEAD = { title: 'Dead letters', section: 'dead-letters' } as const;

export function deadLetterRoutes(desk: Desk): Routes {
  /** Answers for the dead letters that a form means, as far as they are there. */
  async function forChosen(
    context: Context,
    answer: (names: readonly DeadLetterName[]) => Response | Promise<Response>,
  ): Promise<Response> {
    const look = await lookAtState(desk.store);
    if (look.status === 'unreadable') return notDone(desk, context, look.reason);
    const form = await readForm(context);
    const isAll = form.get('all') === 'yes';
    const wanted = readNames(form.getAll('letter'));
    const names = look.state.deadLetters
      .filter((letter) => isAll || wanted.some((name) => isSameLetter(name, letter)))
      .map(({ logId, destination }) => ({ logId, destination }));
    if (names.length > 0) return answer(names);
    return context.redirect(`${desk.prefix}/dead-letters?done=nothing`, 303);
  }

  return createRoutes()
    .get('/dead-letters', (context) =>
      withState(desk, context, HEAD, (state) =>
        desk.render(
          context,
          HEAD,
          <DeadLettersPage
            frame={desk.frameOf(context)}
            letters={listDeadLetters(state)}
            done={context.query('done')}
          />,
        ),
      ),
    )
    .post('/dead-letters/record', async (context) => {
      const look = await lookAtState(desk.store);
      if (look.status === 'unreadable') return notDone(desk, context, look.reason);
      const [name] = readNames((await readForm(context)).getAll('show'));
      const letter = name && look.state.deadLetters.find((one) => isSameLetter(one, name));
      if (letter === undefined) {
        return notDone(desk, context, 'That dead letter is not there any more.');
      }
      const noted = await askFor(desk, context, {
        kind: 'note',
        action: 'view',
        detail: `the record of the log ${letter.logId}`.slice(0, 200),
      });
      // What holds people's data is shown only if the history tells who looked at it.
      if (noted.status === 'failed') return notDone(desk, context, noted.reason);
      const record = desk.work.openDeadLetter(letter);
      return desk.render(
        context,
        { ...HEAD, title: 'Record' },
        <RecordPage prefix={desk.prefix} letter={letter} record={record} />,
      );
    })
    .post('/dead-letters/replay', (context) =>
      forChosen(context, async (names) => {
        const result = await desk.work.runReplay(nameOf(context), names);
        if (result.status === 'ran') return showRun(desk, context, result.report);
        return context.redirect(`${desk.prefix}/dead-letters?done=busy`, 303);
      }),
    )
    .post('/dead-letters/confirm-discard', (context) =>
      forChosen(context, (names) =>
        desk.render(
          context,
          { ...HEAD, title: 'Discard dead letters' },
          <DiscardPage frame={desk.frameOf(context)} names={names} />,
        ),
      ),
    )
    .post('/dead-letters/discard', (context) =>
      forChosen(context, (names) =>
        carryOut(
          desk,
          context,
          { kind: 'discard', deadLetters: names },
          '/dead-letters',
          'discard',
        ),
      ),
    );
}

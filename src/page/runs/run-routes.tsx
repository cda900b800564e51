/** The room "Runs": the history, and one run of it in full. */

import type { Desk } from '../desk.ts';
import { createRoutes, type Routes } from '../http/routes.ts';
import { withState } from '../layout/with-state.tsx';
import { lookAtState } from '../look-at-state.ts';
import { findRun } from './find-run.ts';
import { listPage } from './list-page.ts';
import { RunPage } from './run-page.tsx';
import { RunsPage } from './runs-page.tsx';

const LIST_HEAD = { title: 'Runs', section: 'runs', isLive: true } as const;
const RUN_HEAD = { title: 'Run', section: 'runs' } as const;

export function runRoutes(desk: Desk): Routes {
  const { prefix } = desk;
  return createRoutes()
    .get('/runs', (context) =>
      withState(desk, context, LIST_HEAD, (state) => {
        const asked = { filter: context.query('show'), page: context.query('page') };
        const list = listPage(state, asked);
        return desk.render(context, LIST_HEAD, <RunsPage prefix={prefix} list={list} />);
      }),
    )
    .get('/runs/:id', (context) =>
      withState(desk, context, RUN_HEAD, (state) => {
        const found = findRun(state, context.id);
        if (found === undefined) return undefined;
        return desk.render(context, RUN_HEAD, <RunPage prefix={prefix} found={found} />);
      }),
    )
    .get('/runs/:id/report.json', async (context) => {
      const look = await lookAtState(desk.store);
      const found = look.status === 'state' ? findRun(look.state, context.id) : undefined;
      if (found === undefined) return undefined;
      // The id is of this program's making, but the stored state could hold another.
      const name = found.run.runId.replace(/[^\w-]/g, '_').slice(0, 60);
      const disposition = `attachment; filename="run-${name}.json"`;
      context.answerHeaders.set('content-disposition', disposition);
      return context.answer(`${JSON.stringify(found.run, null, 2)}\n`, 200, 'application/json');
    });
}

/** The room "Runs": the history, and one run of it in full. */

import { Hono } from 'hono/tiny';
import type { Desk, PageEnv } from '../desk.ts';
import { withState } from '../layout/with-state.tsx';
import { lookAtState } from '../look-at-state.ts';
import { findRun } from './find-run.ts';
import { listPage } from './list-page.ts';
import { RunPage } from './run-page.tsx';
import { RunsPage } from './runs-page.tsx';

const LIST_HEAD = { title: 'Runs', section: 'runs', isLive: true } as const;
const RUN_HEAD = { title: 'Run', section: 'runs' } as const;

export function runRoutes(desk: Desk): Hono<PageEnv> {
  const { prefix } = desk;
  return new Hono<PageEnv>()
    .get('/runs', (context) =>
      withState(desk, context, LIST_HEAD, (state) => {
        const { show, page } = context.req.query();
        const list = listPage(state, { filter: show, page });
        return desk.render(context, LIST_HEAD, <RunsPage prefix={prefix} list={list} />);
      }),
    )
    .get('/runs/:id', (context) =>
      withState(desk, context, RUN_HEAD, (state) => {
        const found = findRun(state, context.req.param('id'));
        if (found === undefined) return context.notFound();
        return desk.render(context, RUN_HEAD, <RunPage prefix={prefix} found={found} />);
      }),
    )
    .get('/runs/:id/report.json', async (context) => {
      const look = await lookAtState(desk.store);
      const found =
        look.status === 'state' ? findRun(look.state, context.req.param('id')) : undefined;
      if (found === undefined) return context.notFound();
      // The id is of this program's making, but the stored state could hold another.
      const name = found.run.runId.replace(/[^\w-]/g, '_').slice(0, 60);
      return context.body(`${JSON.stringify(found.run, null, 2)}\n`, 200, {
        'content-type': 'application/json; charset=utf-8',
        'content-disposition': `attachment; filename="run-${name}.json"`,
      });
    });
}

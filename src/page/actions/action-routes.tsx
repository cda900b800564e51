/** The room "Actions": run now, test the connections, pause and resume, and the way to moving the checkpoint. */

import type { Desk } from '../desk.ts';
import { nameOf } from '../http/context.ts';
import { createRoutes, type Routes } from '../http/routes.ts';
import { withState } from '../layout/with-state.tsx';
import { ActionsPage } from './actions-page.tsx';
import { askFor, carryOut, showRun } from './carry-out.tsx';
import { ConnectionsPage } from './connections-page.tsx';
import { moveRoutes } from './move-routes.tsx';

const HEAD = { title: 'Actions', section: 'actions' } as const;

export function actionRoutes(desk: Desk): Routes {
  return createRoutes()
    .get('/actions', (context) =>
      withState(desk, context, HEAD, (state) =>
        desk.render(
          context,
          HEAD,
          <ActionsPage frame={desk.frameOf(context)} state={state} done={context.query('done')} />,
        ),
      ),
    )
    .post('/run', async (context) => {
      const result = await desk.work.runExport(nameOf(context));
      if (result.status === 'ran') return showRun(desk, context, result.report);
      // An administrator's run is neither too soon nor kept by a pause.
      return context.redirect(`${desk.prefix}/?done=busy`, 303);
    })
    .post('/test', async (context) => {
      const steps = await desk.work.testConnections();
      const failed = steps.filter(({ isOk }) => !isOk).length;
      const detail = failed === 0 ? 'all went well' : `${failed} of ${steps.length} steps failed`;
      const noted = await askFor(desk, context, { kind: 'note', action: 'test', detail });
      return desk.render(
        context,
        { ...HEAD, title: 'Connections' },
        <ConnectionsPage prefix={desk.prefix} steps={steps} isNoted={noted.status !== 'failed'} />,
      );
    })
    .post('/pause', (context) => carryOut(desk, context, { kind: 'pause' }, '/actions', 'pause'))
    .post('/resume', (context) => carryOut(desk, context, { kind: 'resume' }, '/actions', 'resume'))
    .add(moveRoutes(desk));
}

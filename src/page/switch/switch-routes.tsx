/** The page that leads from one API of Azure to the other. */

import type { Desk } from '../desk.ts';
import { createRoutes, type Routes } from '../http/routes.ts';
import { withState } from '../layout/with-state.tsx';
import { standing } from './standing.ts';
import { SwitchPage } from './switch-page.tsx';

const HEAD = { title: 'Switch', section: 'actions' } as const;

export function switchRoutes(desk: Desk): Routes {
  const { prefix, values } = desk;
  return createRoutes().get('/switch', (context) =>
    withState(desk, context, HEAD, (state) =>
      desk.render(context, HEAD, <SwitchPage prefix={prefix} standing={standing(values, state)} />),
    ),
  );
}

/** The room "Overview": whether logs are flowing, at a glance. */

import { Hono } from 'hono/tiny';
import { type State, tailOf } from '../../engine/state.ts';
import { DESTINATION_KINDS } from '../../engine/walls.ts';
import { type DestinationSettings, parseSettings } from '../../settings/parse.ts';
import { describeProblem } from '../../settings/problems.ts';
import type { Desk, PageEnv } from '../desk.ts';
import { withState } from '../layout/with-state.tsx';
import { type Estimates, estimates } from './estimates.ts';
import { health } from './health.ts';
import { oldestLogAtMs } from './oldest-log.ts';
import { OverviewPage } from './overview-page.tsx';
import { type RetentionOutlook, retentionOutlook } from './retention.ts';

const HEAD = { title: 'Overview', section: 'overview', isLive: true } as const;

/** Less lies far within the retention of every plan (1 day at least), and is not worth a question to Auth0. */
const FAR_BEHIND_MS = 3_600_000;

/** By the name that Azure shows: the table, or where the rule decides on that, the stream. */
function placeOfRows(destination: DestinationSettings): string {
  return destination.kind === 'data-collector' ? `${destination.logType}_CL` : destination.stream;
}

export function overviewRoutes(desk: Desk): Hono<PageEnv> {
  const { clock, values, memory, work } = desk;

  /** What Auth0 may delete before it is exported; asked for only when the export is far behind. */
  async function outlook(
    state: State,
    { frontierMs, speed }: Estimates,
    nowMs: number,
  ): Promise<RetentionOutlook | undefined> {
    if (frontierMs === undefined || nowMs - frontierMs < FAR_BEHIND_MS) return undefined;
    const oldestRetainedAtMs = await oldestLogAtMs(
      memory.oldestLog,
      String(values['AUTH0_DOMAIN']),
      nowMs,
      () => work.oldestLogAtMs(state),
    );
    return retentionOutlook({ oldestRetainedAtMs, frontierMs, speed, nowMs });
  }

  return new Hono<PageEnv>().get('/', (context) =>
    withState(desk, context, HEAD, async (state) => {
      const nowMs = clock.now();
      const parsed = parseSettings(values);
      const figures = estimates(state, nowMs);
      const { intervalMs } = figures;
      const problems = parsed.ok ? [] : parsed.problems.map(describeProblem);
      const minIntervalMs = parsed.ok ? parsed.settings.minIntervalMs : 0;
      return desk.render(
        context,
        HEAD,
        <OverviewPage
          frame={desk.frameOf(context)}
          done={context.req.query('done')}
          state={state}
          nowMs={nowMs}
          figures={figures}
          health={health(state, { nowMs, problems, intervalMs, minIntervalMs })}
          retention={await outlook(state, figures, nowMs)}
          destinations={
            parsed.ok
              ? parsed.settings.destinations.map(({ kind }) => kind)
              : DESTINATION_KINDS.filter((kind) => tailOf(state, kind) !== undefined)
          }
          place={parsed.ok ? parsed.settings.destinations.map(placeOfRows).join(', ') : undefined}
        />,
      );
    }),
  );
}

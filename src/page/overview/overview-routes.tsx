/** The room "Overview": whether logs are flowing, at a glance. */

import { type State, tailOf } from '../../engine/state.ts';
import { DESTINATION_KINDS } from '../../engine/walls.ts';
import {
  type DestinationSettings,
  type ParsedSettings,
  parseSettings,
} from '../../settings/parse.ts';
import { describeProblem } from '../../settings/problems.ts';
import type { Desk } from '../desk.ts';
import { createRoutes, type Routes } from '../http/routes.ts';
import { withState } from '../layout/with-state.tsx';
import { type Estimates, estimates } from './estimates.ts';
import { health } from './health.ts';
import { oldestLogAtMs } from './oldest-log.ts';
import { OverviewPage, type ShownDestination } from './overview-page.tsx';
import { type RetentionOutlook, retentionOutlook } from './retention.ts';

const HEAD = { title: 'Overview', section: 'overview', isLive: true } as const;

/** Less lies far within the retention of every plan (1 day at least), and is not worth a question to Auth0. */
const FAR_BEHIND_MS = 3_600_000;

/** The destinations that the settings choose; where those are wrong, all that ever began. */
function destinationsIn(parsed: ParsedSettings, state: State): readonly ShownDestination[] {
  if (parsed.ok) return parsed.settings.destinations.map(shownDestination);
  const kinds = DESTINATION_KINDS.filter((kind) => tailOf(state, kind) !== undefined);
  return kinds.map((kind) => ({ kind, place: '–' }));
}

/** By the name that Azure shows: the table, or where the rule decides on that, the stream. */
function shownDestination(destination: DestinationSettings): ShownDestination {
  const { kind } = destination;
  return {
    kind,
    place: kind === 'data-collector' ? `${destination.logType}_CL` : destination.stream,
  };
}

export function overviewRoutes(desk: Desk): Routes {
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

  return createRoutes().get('/', (context) =>
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
          done={context.query('done')}
          state={state}
          nowMs={nowMs}
          figures={figures}
          health={health(state, { nowMs, problems, intervalMs, minIntervalMs })}
          retention={await outlook(state, figures, nowMs)}
          destinations={destinationsIn(parsed, state)}
        />,
      );
    }),
  );
}

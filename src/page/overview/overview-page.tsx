/** The page of the room "Overview". */

import { runsOf, type State } from '../../engine/state.ts';
import type { DestinationKind } from '../../engine/walls.ts';
import { isGapWarning } from '../../engine/warnings.ts';
import { DoneNotice } from '../actions/done.tsx';
import { ActionForm } from '../layout/action-form.tsx';
import { Button } from '../layout/button.tsx';
import type { Frame } from '../layout/frame.ts';
import { Notice } from '../layout/notice.tsx';
import { LagPlot } from '../plots/lag-plot.tsx';
import { LogsPlot } from '../plots/logs-plot.tsx';
import { warningsOf } from '../runs/run.ts';
import { RunLink } from '../runs/run-link.tsx';
import { EndOfSupport } from '../switch/end-of-support.tsx';
import { ArrivedTypes } from './arrived-types.tsx';
import { DestinationsTable } from './destinations-table.tsx';
import type { Estimates } from './estimates.ts';
import type { Health } from './health-after-run.ts';
import type { RetentionOutlook } from './retention.ts';
import { Tiles } from './tiles.tsx';
import { runUnderWay } from './under-way.ts';

export interface OverviewPageProps {
  readonly frame: Frame;
  /** What was done on the page before, as it stands in the address. */
  readonly done: string | undefined;
  readonly state: State;
  readonly nowMs: number;
  readonly figures: Estimates;
  readonly health: Health;
  /** Absent when the export is not so far behind that it matters. */
  readonly retention: RetentionOutlook | undefined;
  readonly destinations: readonly ShownDestination[];
}

export interface ShownDestination {
  readonly kind: DestinationKind;
  /** The name of the table or stream, as Azure shows it. */
  readonly place: string;
}

export function OverviewPage(props: OverviewPageProps) {
  const { frame, done, state, nowMs, health, retention, destinations } = props;
  const runs = runsOf(state);
  const isUnderWay = runUnderWay(state, nowMs) !== undefined;
  return (
    <>
      <h1>Overview</h1>
      <DoneNotice done={done} />
      <div data-live-part="health" data-under-way={isUnderWay}>
        <div class={`notice health ${health.tone}`}>
          <div>
            <p class="headline">{health.headline}</p>
            {isUnderWay && <p class="badge busy pulse">a run is under way</p>}
            {health.advice !== '' && <p>{health.advice}</p>}
          </div>
        </div>
        <LastGap {...props} />
        {retention !== undefined && <Notice tone={retention.tone}>{retention.sentence}</Notice>}
        {state.requests.length > 0 && (
          <Notice tone="busy">
            What an administrator asked for waits until the run under way next stores its place.
          </Notice>
        )}
      </div>
      <div class="row" data-live-part="actions">
        {state.pausedAtMs !== null && (
          <ActionForm frame={frame} path="/resume" busyText="Resuming…">
            <Button>Resume the export</Button>
          </ActionForm>
        )}
        <ActionForm frame={frame} path="/run" busyText="Running…">
          <Button class={state.pausedAtMs === null ? undefined : 'quiet'}>Run now</Button>
        </ActionForm>
        <a class="button quiet" href={`${frame.prefix}/actions`}>
          More actions
        </a>
      </div>
      <p class="hint" data-live-status role="status" />
      <div data-live-part="tiles">
        <Tiles {...props} />
        {destinations.length > 1 && <DestinationsTable {...props} />}
      </div>
      <div class="plots" data-live-part="plots">
        <figure>
          <figcaption>Logs per run</figcaption>
          <LogsPlot runs={runs} />
        </figure>
        <figure>
          <figcaption>Lag after each run</figcaption>
          <LagPlot runs={runs} />
        </figure>
      </div>
      <div data-live-part="arrived">
        <ArrivedTypes state={state} />
      </div>
      {destinations.some(({ kind }) => kind === 'data-collector') && (
        <EndOfSupport>
          <a href={`${frame.prefix}/switch`}>Switch to the Logs Ingestion API</a>
          {destinations.length > 1 && ': the page shows where you stand'}.
        </EndOfSupport>
      )}
    </>
  );
}

const WEEK_MS = 7 * 24 * 3_600_000;

/** The last loss of logs: the runs after it are well again, but nobody may have seen it yet. */
function LastGap({ frame, state, nowMs }: OverviewPageProps) {
  const run = state.history.find((report) => warningsOf(report).some(isGapWarning));
  if (run === undefined || nowMs - run.endedAtMs > WEEK_MS) return null;
  return (
    <Notice tone="warning">
      {warningsOf(run).find(isGapWarning)}{' '}
      <RunLink prefix={frame.prefix} runId={run.runId}>
        The run that found it
      </RunLink>
    </Notice>
  );
}

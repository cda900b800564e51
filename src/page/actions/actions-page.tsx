/** The page of the room "Actions". */

import type { State } from '../../engine/state.ts';
import { ActionForm } from '../layout/action-form.tsx';
import { Button } from '../layout/button.tsx';
import type { Frame } from '../layout/frame.ts';
import { Time } from '../layout/time.tsx';
import { DoneNotice } from './done.tsx';
import { MoveForm } from './move-form.tsx';

interface ActionsPageProps {
  readonly frame: Frame;
  readonly state: State;
  readonly done: string | undefined;
}

export function ActionsPage({ frame, state, done }: ActionsPageProps) {
  // A link of somebody else's may say so.
  const isUntrue = done === 'pause' && state.pausedAtMs === null;
  return (
    <>
      <h1>Actions</h1>
      <DoneNotice done={isUntrue ? undefined : done} />
      <section class="card">
        <h2>Run now</h2>
        <p>
          Exports what is new, at once, also while the export is paused. It takes at most as long as{' '}
          <code>MAX_RUN_SECONDS</code> says.
        </p>
        <ActionForm frame={frame} path="/run" busyText="Running…">
          <Button>Run now</Button>
        </ActionForm>
      </section>
      <section class="card">
        <h2>Test the connections</h2>
        <p>
          Signs in to Auth0, reads one log, and sends one marked test record to each destination: a
          row with the type <code>exporter_test</code> in its table.
        </p>
        <ActionForm frame={frame} path="/test" busyText="Testing…">
          <Button>Test the connections</Button>
        </ActionForm>
      </section>
      <section class="card">
        <h2>Pause and resume</h2>
        <PauseOrResume frame={frame} pausedAtMs={state.pausedAtMs} />
      </section>
      <section class="card" id="checkpoint">
        <h2>Move the checkpoint</h2>
        <p>
          The export goes on from another place: earlier, to send logs once more, or later, to pass
          over some. You see what that means before it happens.
        </p>
        <MoveForm prefix={frame.prefix} state={state} />
      </section>
      <section class="card">
        <h2>Switch to the Logs Ingestion API</h2>
        <p>
          <a href={`${frame.prefix}/switch`}>The way from one API of Azure to the other</a>, step by
          step, with where you stand.
        </p>
      </section>
      <p>
        What was done, by whom and when, stands among the{' '}
        <a href={`${frame.prefix}/runs?show=actions`}>runs</a>.
      </p>
    </>
  );
}

function PauseOrResume({
  frame,
  pausedAtMs,
}: {
  readonly frame: Frame;
  readonly pausedAtMs: number | null;
}) {
  if (pausedAtMs !== null) {
    return (
      <ActionForm frame={frame} path="/resume">
        <p>
          Paused since <Time atMs={pausedAtMs} />. Nothing is exported until you resume.
        </p>
        <Button>Resume the export</Button>
      </ActionForm>
    );
  }
  return (
    <details>
      <summary>Pause the export…</summary>
      <p>
        Nothing is exported until somebody resumes; a run under way ends. Nothing is lost meanwhile
        as long as Auth0 retains the logs: 1 day on the free plan, 5 on Essentials, 10 on
        Professional, 30 on Enterprise.
      </p>
      <ActionForm frame={frame} path="/pause">
        <Button class="danger">Pause now</Button>
      </ActionForm>
    </details>
  );
}

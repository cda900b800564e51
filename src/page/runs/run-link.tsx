/** Links to the report of a run. */

import type { Child } from '#html/jsx-runtime';
import { Time } from '../layout/time.tsx';
import type { Run } from './run.ts';

interface RunLinkProps {
  readonly prefix: string;
  readonly runId: string;
  readonly children?: Child;
}

export function RunLink({ prefix, runId, children }: RunLinkProps) {
  return <a href={`${prefix}/runs/${encodeURIComponent(runId)}`}>{children}</a>;
}

/** The time at which a run began, which leads to its report. */
export function StartLink({ prefix, run }: { readonly prefix: string; readonly run: Run }) {
  return (
    <RunLink prefix={prefix} runId={run.runId}>
      <Time atMs={run.startedAtMs} />
    </RunLink>
  );
}

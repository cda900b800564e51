/** The plot of the logs that each run exported. */

import type { Run } from '../runs/run.ts';
import { logsBars } from './logs-bars.ts';
import { Plot } from './plot.tsx';

/** `runs` begin with the newest. */
export function LogsPlot({ runs }: { readonly runs: readonly Run[] }) {
  const { frame, bars } = logsBars(runs);
  return (
    <Plot frame={frame}>
      {bars.map(({ x, y, width, height, isFailed, title }) => (
        <rect
          class={isFailed ? 'plot-bar-bad' : 'plot-bar'}
          x={x}
          y={y}
          width={width}
          height={height}
        >
          <title>{title}</title>
        </rect>
      ))}
    </Plot>
  );
}

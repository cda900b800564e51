/** The plot of how far behind the export was after each run. */

import type { Run } from '../runs/run.ts';
import { lagLine } from './lag-line.ts';
import { Plot } from './plot.tsx';

/** `runs` begin with the newest. */
export function LagPlot({ runs }: { readonly runs: readonly Run[] }) {
  const { frame, lines, dots, dotRadius } = lagLine(runs);
  return (
    <Plot frame={frame}>
      {[
        ...lines.map((path) => <path class="plot-line" d={path} />),
        ...dots.map(({ x, y, title }) => (
          <circle class="plot-dot" cx={x} cy={y} r={dotRadius}>
            <title>{title}</title>
          </circle>
        )),
      ]}
    </Plot>
  );
}

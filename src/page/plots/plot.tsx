/** A plot: what is plotted within its axes, with a faint line for each value. */

import type { Child } from '#html/jsx-runtime';
import { BOTTOM, HEIGHT, LEFT, type PlotFrame, RIGHT, TOP, WIDTH } from './plot-frame.ts';

/** Nearer to the right, half of the widest text would be cut off: `12:05 PM`, on a phone. */
const END = WIDTH - 42;

interface PlotProps {
  readonly frame: PlotFrame;
  /** What is plotted; none when there is nothing to show. */
  readonly children: readonly Child[];
}

export function Plot({ frame, children }: PlotProps) {
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={frame.label}>
      {children.length === 0 ? (
        <PlotText x={WIDTH / 2} y={HEIGHT / 2} text="Nothing to show yet" />
      ) : (
        <Axes frame={frame} />
      )}
      {children}
    </svg>
  );
}

function Axes({ frame: { ticks, timeTicks } }: { readonly frame: PlotFrame }) {
  const areDays = timeTicks.some(({ isoTime }) => isoTime === undefined);
  return (
    <>
      {areDays && <PlotText x={RIGHT} y={TOP - 12} anchor="end" text="days in UTC" />}
      {ticks.map(({ y, text, value }) => (
        <>
          <path class={value === 0 ? 'plot-axis' : 'plot-grid'} d={`M${LEFT} ${y}H${RIGHT}`} />
          <PlotText x={LEFT - 6} y={y + 4} anchor="end" text={text} />
        </>
      ))}
      {timeTicks.map(({ x, text, isoTime }) => (
        <>
          <path class="plot-axis" d={`M${x} ${BOTTOM}v4`} />
          <PlotText
            x={x > END ? WIDTH - 2 : x}
            y={HEIGHT - 6}
            anchor={x > END ? 'end' : 'middle'}
            text={text}
            time={isoTime}
          />
        </>
      ))}
    </>
  );
}

interface PlotTextProps {
  readonly x: number;
  readonly y: number;
  readonly anchor?: 'middle' | 'end';
  readonly text: string;
  /** For the script, which shows it in the viewer's zone. */
  readonly time?: string | undefined;
}

function PlotText({ x, y, anchor = 'middle', text, time }: PlotTextProps) {
  return (
    <text class="plot-text" text-anchor={anchor} x={x} y={y} data-time={time}>
      {text}
    </text>
  );
}

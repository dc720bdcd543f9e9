/** Marks every fill along the scrubber, upwards for bought and downwards for sold. */
import { memo } from 'react';
import { FILL } from '../../protocol/frames';
import type { EpisodeHistory } from '../../store/replay/replay';

/** Ticks of a side at most, thinned by pixel: more would be a solid bar. */
const WIDTH = 1000;

const path = (positions: ReadonlySet<number>, from: number, to: number) =>
  [...positions].map((x) => `M${x} ${from}V${to}`).join('');

export const FillTicks = memo(function FillTicks({
  history,
}: {
  readonly history: EpisodeHistory;
}) {
  const duration = Math.max(1e-9, history.durationSeconds);
  const bought = new Set<number>();
  const sold = new Set<number>();
  for (let fill = 0; fill < history.fillEnd; fill++) {
    const x = Math.round((history.fillTimeAt(fill) / duration) * WIDTH);
    // A file may hold fills without a time, or from outside its steps.
    if (!(x >= 0 && x <= WIDTH)) continue;
    (history.fillAt(fill, FILL.side) > 0 ? bought : sold).add(x);
  }
  return (
    <svg
      className="fill-ticks"
      viewBox={`0 0 ${WIDTH} 24`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <path d={path(bought, 1, 8)} vectorEffect="non-scaling-stroke" />
      <path d={path(sold, 16, 23)} vectorEffect="non-scaling-stroke" />
    </svg>
  );
});

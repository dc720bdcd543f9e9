/**
 * Diverging stacked bars per bin of time, with the net as a line. Redrawn twice
 * a second at most. Loaded on demand: recharts is not in the first download.
 */
import { useEffect, useState } from 'react';
import {
  Bar,
  ComposedChart,
  Line,
  ReferenceLine,
  ResponsiveContainer,
  XAxis,
  YAxis,
} from 'recharts';
import { formatProfit } from '../charts/format';
import { termColourProperty } from '../charts/palette';
import { PLOT_LEFT, VALUE_AXIS_WIDTH } from '../charts/plotArea';
import { binReward, type RewardBin } from '../charts/rewardBins';
import { REWARD_TERMS, type RewardWeights } from '../env/types';
import type { Session } from '../store/session';
import { rewardWeights } from '../store/settings';
import { useSession, useSessionState } from './context';

const BINS = 40;
const REDRAW_INTERVAL = 600;

export default function RewardTermsChart() {
  const session = useSession();
  const settings = useSessionState((state) => state.settings);
  const mode = useSessionState((state) => state.mode);
  const replayId = useSessionState((state) => state.replayId);
  const [tick, setTick] = useState(0);
  const [drawn, setDrawn] = useState<{ readonly key: string; readonly bins: RewardBin[] }>({
    key: '',
    bins: [],
  });

  useEffect(() => {
    if (mode === 'replay') return undefined;
    const timer = setInterval(() => setTick((count) => count + 1), REDRAW_INTERVAL);
    return () => clearInterval(timer);
  }, [mode]);

  const weights = rewardWeights(settings);
  const key = [tick, mode, replayId, settings.window, ...Object.values(weights)].join();
  if (key !== drawn.key) setDrawn({ key, bins: binsNow(session, weights) });

  return (
    <ResponsiveContainer width="100%" height="100%">
      <ComposedChart
        data={drawn.bins}
        stackOffset="sign"
        barCategoryGap={1}
        margin={{ top: 2, right: 0, bottom: 2, left: PLOT_LEFT }}
        accessibilityLayer={false}
      >
        <XAxis dataKey="from" hide />
        <YAxis
          orientation="right"
          width={VALUE_AXIS_WIDTH}
          tickFormatter={(value) => formatProfit(Number(value)).replace('.00', '')}
          tickLine={false}
          axisLine={false}
          tickCount={4}
        />
        <ReferenceLine y={0} stroke="var(--muted)" />
        {REWARD_TERMS.map((term) => (
          <Bar
            key={term}
            dataKey={term}
            stackId="terms"
            fill={`var(${termColourProperty(term)})`}
            fillOpacity={term === 'spreadPenalty' ? 0.25 : 1}
            stroke={term === 'spreadPenalty' ? `var(${termColourProperty(term)})` : 'none'}
            isAnimationActive={false}
          />
        ))}
        <Line
          dataKey="reward"
          stroke="var(--text)"
          strokeWidth={1.5}
          dot={false}
          isAnimationActive={false}
        />
      </ComposedChart>
    </ResponsiveContainer>
  );
}

/** Live bins end at whole multiples of their width, so that finished bins hold still. */
function binsNow(session: Session, weights: RewardWeights): RewardBin[] {
  return binReward(session.history, session.timeView().window, weights, BINS);
}

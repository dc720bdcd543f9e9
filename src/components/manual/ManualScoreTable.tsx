/**
 * Compares a person with the agent beside them, number by number and reward term by reward term, in
 * whole dollars because three amounts share a narrow line.
 */
import type { ReactNode } from 'react';
import {
  formatContracts,
  formatFixed,
  formatSigned,
  formatWholeDollars,
} from '../../charts/format';
import { TERM_NAMES } from '../../content/terms';
import { REWARD_TERMS } from '../../env/types';
import { besideName } from '../../store/manual/besideName';
import {
  inWholeDollars,
  type ManualScore,
  type ManualScores,
} from '../../store/manual/manualScore';
import { TermSwatch } from '../charts/TermSwatch';
import { Explain } from '../ui/Explain';
import { FrameText } from '../ui/FrameText';
import { useSessionState } from '../context';

interface ManualScoreTableProps {
  /** Called whenever the charts are drawn, so that the table shows the same moment. */
  readonly read: () => ManualScores;
  /** Whether this is a whole episode, whose inventory is a mean. */
  readonly isFinal: boolean;
}

export function ManualScoreTable({ read, isFinal }: ManualScoreTableProps) {
  const rival = useSessionState(besideName);
  // The explanations hold numbers too.
  useSessionState((state) => state.readout.key);
  const held = (value: number) => (isFinal ? formatFixed(value, 1) : formatContracts(value));
  const heldDifference = (value: number) => formatSigned(value, isFinal ? 1 : 0);
  const shown = () => inWholeDollars(read());
  const scores = shown();
  const comparedMetrics = (
    metric: (score: ManualScore) => number,
    format: (value: number) => string,
    formatDifference: (value: number) => string,
    testId?: string,
  ) => {
    const cell = (column: string, text: (scores: ManualScores) => string) => (
      <td>
        <FrameText
          read={() => text(shown())}
          {...(testId === undefined ? {} : { testId: `${testId}-${column}` })}
        />
      </td>
    );
    return (
      <>
        {cell('you', ({ you }) => format(metric(you)))}
        {cell('agent', ({ agent }) => format(metric(agent)))}
        {cell('difference', ({ you, agent }) => formatDifference(metric(you) - metric(agent)))}
      </>
    );
  };
  const row = (
    label: ReactNode,
    metric: (score: ManualScore) => number,
    format: (value: number) => string,
    formatDifference: (value: number) => string,
    testId: string,
  ) => (
    <tr className={testId}>
      <th scope="row">{label}</th>
      {comparedMetrics(metric, format, formatDifference, testId)}
    </tr>
  );
  return (
    <table className="manual-scores" aria-label={`Your score against ${rival}`}>
      <thead>
        <tr>
          <td />
          <th scope="col">You</th>
          <th scope="col" title={rival}>
            Agent
          </th>
          <th scope="col">
            <Explain
              metric="handDifference"
              now={`${formatWholeDollars(scores.you.profitDollars)} − ${formatWholeDollars(scores.agent.profitDollars)} = ${formatWholeDollars(scores.you.profitDollars - scores.agent.profitDollars)} profit`}
            />
          </th>
        </tr>
      </thead>
      <tbody>
        {row(
          <Explain metric="profit" />,
          ({ profitDollars }) => profitDollars,
          formatWholeDollars,
          formatWholeDollars,
          'manual-profit',
        )}
        {row(
          isFinal ? (
            <Explain
              metric="meanAbsInventory"
              now={`you ${held(scores.you.inventory)}, the agent ${held(scores.agent.inventory)} contracts`}
            />
          ) : (
            <Explain metric="inventory" />
          ),
          ({ inventory }) => inventory,
          held,
          heldDifference,
          'manual-inventory',
        )}
        {row(
          <Explain metric="fillCount" />,
          ({ fills }) => fills,
          (fills) => formatFixed(fills, 0),
          (fills) => formatSigned(fills, 0),
          'manual-fills',
        )}
        {row(
          <Explain
            metric="episodeReturn"
            now={`you ${formatWholeDollars(scores.you.reward)}, the agent ${formatWholeDollars(scores.agent.reward)}`}
          >
            Reward
          </Explain>,
          ({ reward }) => reward,
          formatWholeDollars,
          formatWholeDollars,
          'manual-reward',
        )}
        {REWARD_TERMS.map((term, index) => (
          <tr key={term} className="manual-term">
            <th scope="row">
              <TermSwatch term={term} />
              <Explain
                metric={term}
                now={`weighted, you ${formatWholeDollars(scores.you.terms[index])}, the agent ${formatWholeDollars(scores.agent.terms[index])}`}
              >
                {TERM_NAMES[term]}
              </Explain>
            </th>
            {comparedMetrics(({ terms }) => terms[index], formatWholeDollars, formatWholeDollars)}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

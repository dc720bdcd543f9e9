/** A person and the agent beside them in the same numbers, and what set them apart. */
import type { ReactNode } from 'react';
import { formatContracts, formatFixed, formatProfit, formatSigned } from '../../charts/format';
import { termColourProperty } from '../../charts/palette';
import { TERM_NAMES } from '../../content/terms';
import { REWARD_TERMS } from '../../env/types';
import type { HandScore, HandScores } from '../../store/manual/manualScore';
import { Explain } from '../ui/Explain';
import { FrameText } from '../ui/FrameText';
import { useSessionState } from '../context';

interface HandScoreTableProps {
  /** Asked whenever the charts are drawn, so that the table and they are of one moment. */
  readonly read: () => HandScores;
  /** Of a whole episode, where what was held is a mean. */
  readonly isFinal: boolean;
}

export function HandScoreTable({ read, isFinal }: HandScoreTableProps) {
  const rival = useSessionState((state) => state.hand.rivalName);
  // For the explanations, which hold numbers too.
  useSessionState((state) => state.readout.key);
  const held = (value: number) => (isFinal ? formatFixed(value, 1) : formatContracts(value));
  const heldDifference = (value: number) => formatSigned(value, isFinal ? 1 : 0);
  const scores = read();
  const figures = (
    figure: (score: HandScore) => number,
    format: (value: number) => string,
    formatDifference: (value: number) => string,
    testId?: string,
  ) => {
    const cell = (column: string, text: (scores: HandScores) => string) => (
      <td>
        <FrameText
          read={() => text(read())}
          {...(testId === undefined ? {} : { testId: `${testId}-${column}` })}
        />
      </td>
    );
    return (
      <>
        {cell('you', ({ you }) => format(figure(you)))}
        {cell('agent', ({ agent }) => format(figure(agent)))}
        {cell('difference', ({ you, agent }) => formatDifference(figure(you) - figure(agent)))}
      </>
    );
  };
  const row = (
    label: ReactNode,
    figure: (score: HandScore) => number,
    format: (value: number) => string,
    formatDifference: (value: number) => string,
    testId: string,
  ) => (
    <tr className={testId}>
      <th scope="row">{label}</th>
      {figures(figure, format, formatDifference, testId)}
    </tr>
  );
  return (
    <table className="hand-scores" aria-label={`Your score beside that of ${rival}`}>
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
              now={`${formatProfit(scores.you.profitDollars)} − ${formatProfit(scores.agent.profitDollars)} = ${formatProfit(scores.you.profitDollars - scores.agent.profitDollars)} profit`}
            />
          </th>
        </tr>
      </thead>
      <tbody>
        {row(
          <Explain metric="profit" />,
          ({ profitDollars }) => profitDollars,
          money,
          money,
          'hand-profit',
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
          'hand-inventory',
        )}
        {row(
          <Explain metric="fillCount" />,
          ({ fills }) => fills,
          (fills) => formatFixed(fills, 0),
          (fills) => formatSigned(fills, 0),
          'hand-fills',
        )}
        {row(
          <Explain metric="episodeReturn">Reward</Explain>,
          ({ reward }) => reward,
          money,
          money,
          'hand-reward',
        )}
        {REWARD_TERMS.map((term, index) => (
          <tr key={term} className="hand-term">
            <th scope="row">
              <i
                className="swatch"
                style={{ background: `var(${termColourProperty(term)})` }}
                aria-hidden="true"
              />
              <Explain
                metric={term}
                now={`weighted, you ${formatProfit(scores.you.terms[index])}, the agent ${formatProfit(scores.agent.terms[index])}`}
              >
                {TERM_NAMES[term]}
              </Explain>
            </th>
            {figures(({ terms }) => terms[index], money, money)}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Three of them stand in a narrow line: whole dollars. */
function money(dollars: number): string {
  const text = formatProfit(Math.abs(dollars) < 1000 ? Math.round(dollars) : dollars);
  return text.replace('.00', '');
}

/** A person and the agent beside them in the same numbers, and what set them apart. */
import type { ReactNode } from 'react';
import { formatContracts, formatFixed, formatProfit, formatSigned } from '../charts/format';
import { termColourProperty } from '../charts/palette';
import { TERM_NAMES } from '../content/terms';
import { REWARD_TERMS } from '../env/types';
import { HEADER } from '../protocol/frames';
import type { HandScore, HandScores } from '../store/handScore';
import { Explain } from './Explain';
import { FrameText } from './FrameText';
import { useSession, useSessionState } from './context';

interface HandScoreTableProps {
  readonly scores: HandScores;
  /** Of a whole episode, where what was held is a mean. */
  readonly isFinal: boolean;
}

export function HandScoreTable({ scores, isFinal }: HandScoreTableProps) {
  const session = useSession();
  const rival = useSessionState((state) => state.hand.rivalName);
  const held = (value: number) => (isFinal ? formatFixed(value, 1) : formatContracts(value));
  const heldDifference = (value: number) => formatSigned(value, isFinal ? 1 : 0);
  /** @param live fields of the header, yours and the agent's, for what changes with every frame */
  const row = (
    label: ReactNode,
    read: (score: HandScore) => number,
    format: (value: number) => string,
    formatDifference: (value: number) => string,
    testId?: string,
    live?: readonly [number, number],
  ) => {
    const cell = (text: (yours: number, agents: number) => string) =>
      isFinal || live === undefined ? (
        text(read(scores.you), read(scores.agent))
      ) : (
        <FrameText read={() => text(session.header[live[0]], session.header[live[1]])} />
      );
    return (
      <tr className={testId}>
        <th scope="row">{label}</th>
        <td data-testid={testId && `${testId}-you`}>{cell((yours) => format(yours))}</td>
        <td data-testid={testId && `${testId}-agent`}>{cell((_, agents) => format(agents))}</td>
        <td data-testid={testId && `${testId}-difference`}>
          {cell((yours, agents) => formatDifference(yours - agents))}
        </td>
      </tr>
    );
  };
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
          [HEADER.equityDollars, HEADER.rivalEquityDollars],
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
          [HEADER.inventory, HEADER.rivalInventory],
        )}
        {row(
          <Explain metric="fillCount" />,
          ({ fills }) => fills,
          (fills) => formatFixed(fills, 0),
          (fills) => formatSigned(fills, 0),
          'hand-fills',
          [HEADER.fillsSoFar, HEADER.rivalFills],
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
            <td>{money(scores.you.terms[index])}</td>
            <td>{money(scores.agent.terms[index])}</td>
            <td>{money(scores.you.terms[index] - scores.agent.terms[index])}</td>
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

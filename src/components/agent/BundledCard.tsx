/**
 * The card of a bundled agent says what it was trained on and how it did beside the baselines, as
 * its file has it.
 */
import type { CardEvaluation } from '../../agents/files/agentFile';
import {
  MISSING,
  formatCompact,
  formatDuration,
  formatLimits,
  formatProfit,
  formatShare,
} from '../../charts/format';
import { agentLabel, askedText, OTHER_MARKET } from '../../content/agents';
import { evaluatedText } from '../../content/card';
import { trainedFor } from '../../content/conditioning';
import { cardAgainstNothing } from '../../evaluation/againstNothing';
import type { BundledAgent } from '../../lab/bundledAgents';
import { MARKET_VERSION } from '../../market/version';
import { DeployGate } from './DeployGate';
import { OnnxPorts } from './OnnxPorts';

export function BundledCard({
  agent: { card, policy, hash, labVersion, marketVersion },
}: {
  readonly agent: BundledAgent;
}) {
  const { market, env, dataset, seed } = card.config;
  const seconds = dataset.episodes * env.episodeLength * env.decisionIntervalSeconds;
  return (
    <>
      <p className="popover-title">{card.name}</p>
      <p className="muted">{card.description}</p>
      {marketVersion !== MARKET_VERSION && <p>{OTHER_MARKET}</p>}
      <ul className="card-facts">
        <li>
          <span className="muted">Trained on</span> {market.preset.toUpperCase()}
          {market.regime !== 'base' && `, ${market.regime}`}: {dataset.episodes} episodes,{' '}
          {formatDuration(seconds)} of market time, seed {seed}
        </li>
        <li>
          <span className="muted">Learner</span> {learnerOf(card.config)},{' '}
          {formatCompact(policy.updates)} updates
        </li>
        <li>
          <span className="muted">Trained for</span>{' '}
          {trainedFor(policy.weightRanges === undefined ? 'fixed' : 'weights')}
        </li>
        {card.targetReturn !== null && (
          <li>
            <span className="muted">Asked for</span> {askedText(policy, card.targetReturn)}
          </li>
        )}
        <li>
          <span className="muted">File</span> {hash}, lab {labVersion}
        </li>
      </ul>
      <DeployGate
        gate={card.gate}
        of={card.name}
        beyondNothing={card.evaluation && cardAgainstNothing(card.evaluation)}
      />
      <OnnxPorts policy={policy} />
      {card.evaluation !== null && (
        <table className="card-table">
          <caption>{evaluatedText(card.evaluation)}</caption>
          {hasVolume(card.evaluation) && (
            <thead>
              <tr>
                <td />
                <th scope="col">Return</th>
                <th scope="col">Of volume</th>
                <th scope="col">Per contract</th>
              </tr>
            </thead>
          )}
          <tbody>
            {card.evaluation.rows.map((row) => (
              <tr key={row.agent}>
                <th scope="row">{agentLabel(row.agent)}</th>
                <td>
                  <Return interval={row.metrics['return']} />
                </td>
                {hasVolume(card.evaluation) && (
                  <>
                    <td>{formatShare(row.metrics['shareOfVolume']?.estimate ?? Number.NaN)}</td>
                    <td>
                      {formatProfit(row.metrics['profitPerContract']?.estimate ?? Number.NaN)}
                    </td>
                  </>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

function learnerOf({ learning, decisionTransformer }: BundledAgent['card']['config']): string {
  if (decisionTransformer === null) {
    return `${learning.algorithm.toUpperCase()}, ${learning.hiddenSizes.join('-')}`;
  }
  const { layers, embedding, contextLength } = decisionTransformer;
  return `Decision Transformer, ${layers} layers of ${embedding}, sees ${contextLength} decisions`;
}

/** Whether a card says what share of the volume its agents had; those of before do not. */
const hasVolume = (evaluation: CardEvaluation | null): boolean =>
  evaluation?.rows.some(({ metrics }) => metrics['shareOfVolume'] !== undefined) === true;

/** Shows dollars above the limits of the interval. A card from elsewhere may lack any of them. */
function Return({ interval }: { readonly interval: Metrics[string] | undefined }) {
  if (interval === undefined || interval.estimate === null) return MISSING;
  const { estimate, low, high } = interval;
  const limits = formatLimits(low ?? Number.NaN, high ?? Number.NaN);
  return (
    <>
      {formatProfit(estimate)}
      {limits !== '' && <small className="muted"> {limits}</small>}
    </>
  );
}

type Metrics = CardEvaluation['rows'][number]['metrics'];

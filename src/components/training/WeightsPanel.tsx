/**
 * The reward weights. Moving one re-scores everything that is stored at once. An agent of every
 * weighting acts on it at its next decision; the behaviour of any other changes only with the next
 * training, and a badge counts the changes that wait for it.
 */
import { formatMargin, formatProfit, formatSigned } from '../../charts/format';
import { weightedReward } from '../../env/reward';
import { REWARD_TERMS, type RewardTerm } from '../../env/types';
import { termsOutside } from '../../env/weightRanges';
import { MEAN_INTERVAL, episodesText } from '../../content/episodes';
import { METRIC_LABELS } from '../../content/glossary/labels';
import {
  followedObjectiveText,
  outsideObjectiveText,
  pendingObjectiveText,
} from '../../content/objective';
import { TERM_NAMES } from '../../content/terms';
import { weightedTermsText } from '../../content/weightedTerms';
import { pendingObjectiveChanges } from '../../store/runs/runPlan';
import { isTooFastToRead, scoreTitle } from '../../store/live/average';
import { trainedConfig } from '../../store/live/liveAgentTitle';
import { meanReturn } from '../../store/live/scores';
import { liveWeightRanges } from '../../store/live/weightFollowing';
import { rewardWeights } from '../../store/settings/configs';
import { isRunning } from '../../store/training/training';
import { TermSwatch } from '../charts/TermSwatch';
import { Explain } from '../ui/Explain';
import { Panel } from '../ui/Panel';
import { PresetMenu } from './PresetMenu';
import { SliderField } from '../ui/SliderField';
import { useSession, useSessionState } from '../context';
import { useDistinct, useScores } from '../useScores';

export function WeightsPanel() {
  return (
    <Panel
      title="Reward weights"
      metric="episodeReturn"
      className="weights-panel"
      actions={
        <>
          <PendingBadge />
          <PresetMenu />
        </>
      }
    >
      <Rescored />
      {REWARD_TERMS.map((term) => (
        <SliderField key={term} setting={term} label={<TermLabel term={term} />} />
      ))}
    </Panel>
  );
}

/** @param short for a legend, where six stand in a line */
export function TermLabel({
  term,
  short = false,
}: {
  readonly term: RewardTerm;
  readonly short?: boolean;
}) {
  return (
    <span className="term-label">
      <TermSwatch term={term} />
      <TermExplain term={term} short={short} />
    </span>
  );
}

/** Explains a term with this episode's sum and weight in its formula. */
function TermExplain({ term, short }: { readonly term: RewardTerm; readonly short: boolean }) {
  const sum = useSessionState((state) => state.readout.termSums[REWARD_TERMS.indexOf(term)]);
  const weight = useSessionState((state) => state.settings[term]);
  return (
    <Explain
      metric={term}
      now={`${weight} · ${formatSigned(sum, 2)} = ${formatProfit(weight * sum)} this episode`}
    >
      {short ? TERM_NAMES[term] : METRIC_LABELS[term]}
    </Explain>
  );
}

function PendingBadge() {
  const settings = useSessionState((state) => state.settings);
  const trained = useSessionState((state) => trainedConfig(state)?.weights ?? null);
  const phase = useSessionState((state) => state.training.phase);
  const ranges = useSessionState(liveWeightRanges);
  const pending = pendingObjectiveChanges(settings, trained);
  const outside = ranges === null ? [] : termsOutside(ranges, rewardWeights(settings));
  if (pending === 0 && outside.length === 0) return null;
  if (ranges !== null) {
    return (
      <span
        className={outside.length > 0 ? 'badge strong' : 'badge'}
        data-testid="followed-objective"
        role="status"
      >
        {outside.length > 0
          ? outsideObjectiveText(outside, ranges, rewardWeights(settings))
          : followedObjectiveText(pending)}
      </span>
    );
  }
  return (
    <span className="badge strong" data-testid="pending-objective" role="status">
      {pendingObjectiveText(pending, isRunning(phase))}
    </span>
  );
}

/** Says why there is no mean yet. */
const NOT_AVERAGED = 'A mean follows after a whole episode of one agent.';

/** Says why there is no last episode. */
const NO_EPISODE = 'no whole episode yet';

/**
 * Scores this episode, and those of the same agent in the same market, under the current weights.
 */
function Rescored() {
  const settings = useSessionState((state) => state.settings);
  const sums = useSessionState((state) => state.readout.termSums);
  const session = useSession();
  const isReplay = useSessionState((state) => state.mode === 'replay');
  const isManual = useSessionState(({ manual }) => manual.phase !== 'off');
  // Episodes that end faster than the readout changes leave nothing to read of the one under way.
  const isFast = useSessionState(isTooFastToRead);
  useSessionState((state) => state.replay.id);
  const scores = useScores();
  const distinct = useDistinct(scores);
  const runs = useSessionState((state) => state.runs);
  const weights = rewardWeights(settings);
  const newest = scores.at(-1);
  const whole = isReplay ? session.replay.stored?.termSums : newest?.termSums;
  const { value, rescored } = meanReturn(scores, weights, distinct);
  return (
    <>
      <dl className="rescored">
        {!isFast && (
          <div>
            <dt>
              <Explain metric="episodeReturn">This episode</Explain>
            </dt>
            <dd data-testid="live-return">{formatProfit(weightedReward(sums, weights))}</dd>
          </div>
        )}
        <div>
          <dt>
            <Explain
              metric="episodeReturn"
              now={
                whole === undefined
                  ? NO_EPISODE
                  : weightedTermsText(
                      whole,
                      weights,
                      isReplay ? 'the whole episode' : 'last episode',
                    )
              }
            >
              {isReplay ? 'Whole episode' : isManual ? 'Agent’s last' : 'Last episode'}
            </Explain>
          </dt>
          <dd data-testid="rescored-return">
            {formatProfit(whole === undefined ? Number.NaN : weightedReward(whole, weights))}
          </dd>
        </div>
        <div>
          <dt>
            <Explain metric="meanReturn">
              {scores.length === 0 ? 'Mean' : `Mean of ${distinct}`}
            </Explain>
          </dt>
          <dd data-testid="mean-return" title={MEAN_INTERVAL}>
            {formatProfit(value.estimate)}
            {Number.isFinite(value.low) && (
              <small className="muted"> {formatMargin(value.low, value.high)}</small>
            )}
          </dd>
        </div>
      </dl>
      <p className="rescored-note muted" data-testid="mean-of">
        {newest === undefined ? NOT_AVERAGED : scoreTitle(newest, runs)}
        {distinct < scores.length && ` · ${episodesText(scores.length, distinct)}`}
        {rescored > 0 && ` · ${rescored} of ${scores.length} re-scored under these weights`}
      </p>
    </>
  );
}

/**
 * Sums up the run that was trained last, by its name, in one line: its profit against the pinned
 * agent's over its training seeds, and whether the weights have changed since.
 */
import { formatLimits, formatProfit } from '../../charts/format';
import { agentLabel } from '../../content/agents';
import { episodesText } from '../../content/episodes';
import { finalWordBeside } from '../../content/finalWord';
import { gateSummary } from '../../content/gate';
import { againstNothing } from '../../evaluation/againstNothing';
import type { RunSummary } from '../../protocol/run';
import { rewardWeights } from '../../store/settings/configs';
import { finalWordResult } from '../../store/runs/finalWord';
import { groupName, groupResult, membersOf } from '../../store/runs/runGroups';
import { isStale } from '../../store/runs/runPlan';
import { isRunning, type TrainingState } from '../../store/training/training';
import { Explain } from '../ui/Explain';
import { PlayedUnder } from './PlayedUnder';
import { useSessionState } from '../context';
import { RunDetails } from './RunDetails';
import { pinnedBeside } from '../../store/runs/runs';
import { useComparison } from './useComparison';

export function RunVerdict({ training }: { readonly training: TrainingState }) {
  const { config, phase, runIds } = training;
  const settings = useSessionState((state) => state.settings);
  const { agents } = useComparison();
  const pinned = useSessionState((state) => state.pinned);
  const weights = rewardWeights(settings);
  if (config === null) return null;
  const members = membersOf(agents, runIds);
  if (members.length === 0) return null;
  const result = groupResult(members, 'profit');
  const [only] = members;
  const reference = pinnedBeside(agents, only);
  const difference = result.seeds === 1 ? only.metrics.profit.difference : result.difference;
  const finalWord = members.length === 1 ? only.run?.finalWord : undefined;
  const word = finalWord === undefined ? null : finalWordResult(finalWord, pinned);
  const stale = !isRunning(phase) && isStale({ config }, weights);
  return (
    <div className="verdict">
      <div data-testid="verdict">
        <b>{groupName(members.map(({ name }) => name))}</b>,{' '}
        <Explain
          metric="trainedAgainst"
          now={`${result.seeds} training ${result.seeds === 1 ? 'seed' : 'seeds'}: ${formatProfit(difference.estimate)} an episode`}
        >
          {result.seeds === 1 ? '1 training seed' : `${result.seeds} training seeds`}
        </Explain>{' '}
        <b>{formatProfit(difference.estimate)}</b>{' '}
        <span className="muted">
          {formatLimits(difference.low, difference.high)} against{' '}
          {reference?.baseline === null
            ? reference.name
            : agentLabel(reference?.name ?? '').toLowerCase()}
          {only.distinct < only.seeds && ` over ${episodesText(only.seeds, only.distinct)}`}
        </span>
        {word !== null && <span className="muted">; {finalWordBeside(word)}</span>}
        {result.better !== null && (
          <>
            {', '}
            <Explain
              metric="betterSeeds"
              now={`${result.better} of ${result.seeds} training seeds`}
            >
              better in
            </Explain>{' '}
            <b>{seedsText(result.better, result.seeds)}</b>
          </>
        )}
      </div>
      {members.map(
        ({ run }) =>
          run !== null && <GateOutcome key={run.id} run={run} isOnly={members.length === 1} />,
      )}
      <PlayedUnder config={config} evaluation={only.run?.evaluation ?? []} />
      {stale && (
        <span className="badge strong" data-testid="stale">
          stale: trained with different weights
        </span>
      )}
    </div>
  );
}

interface GateOutcomeProps {
  readonly run: RunSummary;
  readonly isOnly: boolean;
}

/**
 * Says whether the run passed its deploy gate, and opens its details; nothing where it was not
 * judged.
 */
function GateOutcome({ run, isOnly }: GateOutcomeProps) {
  const gate = run.evaluation.find((row) => row.examined !== undefined)?.examined?.gate;
  if (gate === undefined) return null;
  const outcome = gateSummary(gate, againstNothing(run.evaluation));
  return <RunDetails run={run} label={isOnly ? outcome : `${run.name}. ${outcome}`} />;
}

/** Writes a count of training seeds: "all 3 seeds", "2 of 3 seeds". */
function seedsText(better: number, seeds: number): string {
  if (better === seeds) return `all ${seeds} seeds`;
  return better === 0 ? `none of ${seeds} seeds` : `${better} of ${seeds} seeds`;
}

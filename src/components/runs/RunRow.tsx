/** A row of the table shows an agent's metrics and what can be done with it. */
import { memo } from 'react';
import { formatCompact, formatLimits } from '../../charts/format';
import { agentLabel } from '../../content/agents';
import { marketTitle } from '../../content/markets';
import { LARGE_SHARE_WARNING } from '../../content/tapes';
import { RUN_TEXTS } from '../../content/runs';
import { RIVAL_TEXTS } from '../../content/rivals';
import type { MarketConfig } from '../../market/config';
import { isSameMarket } from '../../market/sameMarket';
import { marketConfig } from '../../store/settings/configs';
import type { RunSummary } from '../../protocol/run';
import type { ComparedMetric } from '../../store/runs/metrics';
import { BUNDLED_KEY } from '../../store/runs/entries';
import { isInTraining } from '../../store/runs/isInTraining';
import { recordedResult } from '../../store/runs/recordedResult';
import { plannedUpdates, runSetting, type ComparedAgent } from '../../store/runs/runs';
import { marketRivalsText } from '../../store/settings/rivalConfigs';
import type { SettingKey } from '../../store/settings/settings';
import { PlayedUnder } from './PlayedUnder';
import { RunDetails } from './RunDetails';
import type { MetricColumn } from './metricColumns';
import { useSession, useSessionState } from '../context';
import { CloseIcon } from '../ui/icons';
import { useDraft } from '../ui/useDraft';

interface RunRowProps {
  readonly agent: ComparedAgent;
  readonly columns: readonly MetricColumn[];
  readonly settings: readonly SettingKey[];
  readonly showsDifference: boolean;
  /** Whether it played other episodes than the baselines of the table. */
  readonly isElsewhere: boolean;
  /** Whether this is a member of a group, whose line is above. */
  readonly isMember: boolean;
  readonly isSelected: boolean;
  readonly onSelect: (isOn: boolean) => void;
}

export function RunRow({
  agent,
  columns,
  settings,
  showsDifference,
  isElsewhere,
  isMember,
  isSelected,
  onSelect,
}: RunRowProps) {
  const { run, isPinned, unpaired } = agent;
  return (
    <tr className={isMember ? 'member-row' : ''}>
      <th scope="row">
        {run === null ? (
          <>
            <span className="baseline-name">{agentLabel(agent.name)}</span>{' '}
            <OtherMarket market={agent.market} isElsewhere={isElsewhere} />
            {agent.key === BUNDLED_KEY && <BundledNote />}
          </>
        ) : (
          <>
            <input
              type="checkbox"
              aria-label={`Draw the curves of ${run.name}`}
              checked={isSelected}
              onChange={(event) => onSelect(event.target.checked)}
            />
            <NameField run={run} />
            <RunMarket run={run} isElsewhere={isElsewhere && agent.seeds > 0} />
            <Against run={run} />
            {run.evaluation.length > 0 && <PlayedUnder {...run} />}
            <RunStatusNote run={run} />
          </>
        )}
        {showsDifference && unpaired !== null && (
          <span className="muted run-settings">{RUN_TEXTS.noDifference[unpaired]}</span>
        )}
      </th>
      {columns.map((column) => (
        <MetricCell
          key={column.metric}
          column={column}
          metric={agent.metrics[column.metric]}
          showsDifference={showsDifference}
          isPinned={isPinned}
        />
      ))}
      <SettingCells run={run} settings={settings} />
      <td className="row-actions">
        <Actions
          agentKey={agent.pinKey}
          name={agent.name}
          run={run}
          isEvaluated={agent.seeds > 0}
          isPinned={isPinned}
        />
      </td>
    </tr>
  );
}

/** Says under which weights the agent of the page was evaluated, where others are on screen. */
function BundledNote() {
  const config = useSessionState((state) => state.baselines.bundled?.config ?? null);
  return config === null ? null : <PlayedUnder config={config} />;
}

interface RunMarketProps {
  readonly run: RunSummary;
  readonly isElsewhere: boolean;
}

/** Names the recording of a run, or its market where it is not the one on screen. */
function RunMarket({ run, isElsewhere }: RunMarketProps) {
  const recorded = recordedResult(run);
  if (recorded !== null) {
    return (
      <span className="muted">
        on {marketTitle(run.config.market)}, test part
        {recorded.isLarge && <b title={LARGE_SHARE_WARNING}> too large</b>}
      </span>
    );
  }
  return <OtherMarket market={run.config.market} isElsewhere={isElsewhere} />;
}

interface OtherMarketProps {
  readonly market: MarketConfig;
  readonly isElsewhere: boolean;
}

/** Names the market of an agent that was evaluated on another than the one on screen. */
function OtherMarket({ market, isElsewhere }: OtherMarketProps) {
  const onScreen = useSessionState((state) => state.applied);
  if (!isSameMarket(market, marketConfig(onScreen))) {
    return <span className="muted">on {marketTitle(market)}</span>;
  }
  if (!isElsewhere) return null;
  return <span className="muted">{RUN_TEXTS.otherScenario}</span>;
}

/** Names those that a run was trained and evaluated against. */
function Against({ run }: { readonly run: RunSummary }) {
  const rivals = marketRivalsText(run.config.market);
  if (rivals === '') return null;
  return <span className="muted run-settings">{`${RIVAL_TEXTS.ranAgainst} ${rivals}`}</span>;
}

// A moved weight draws only the cells that it changes: the parts of a row are remembered.

/** A setting as the run has it: of updates, those made of those planned. */
function settingOf(run: RunSummary, key: SettingKey): string {
  const updates = plannedUpdates(run, key);
  return updates === null
    ? runSetting(run.config, key)
    : RUN_TEXTS.updatesMade(updates.made, updates.planned);
}

interface SettingCellsProps {
  readonly run: RunSummary | null;
  readonly settings: readonly SettingKey[];
}

const SettingCells = memo(function SettingCells({ run, settings }: SettingCellsProps) {
  return settings.map((key) => (
    <td key={key} className="muted">
      {run === null ? '' : settingOf(run, key)}
    </td>
  ));
});

interface ActionsProps {
  readonly agentKey: string;
  readonly name: string;
  readonly run: RunSummary | null;
  readonly isEvaluated: boolean;
  readonly isPinned: boolean;
}

const Actions = memo(function Actions({
  agentKey,
  name,
  run,
  isEvaluated,
  isPinned,
}: ActionsProps) {
  const session = useSession();
  const isUnderWay = useSessionState((state) => run !== null && run.id === state.runUnderWay);
  const isBeingTrained = useSessionState((state) => run !== null && isInTraining(run.id, state));
  return (
    <>
      {run?.hasPolicy === true && !isUnderWay && (
        <button
          type="button"
          className="button"
          aria-label={`Watch ${run.name}`}
          onClick={() => void session.watchedRun.watch(run.id)}
        >
          Watch
        </button>
      )}
      {run !== null && !isBeingTrained && <EvaluateButton run={run} isEvaluated={isEvaluated} />}
      <button
        type="button"
        className="button"
        aria-pressed={isPinned}
        aria-label={`${isPinned ? 'Pinned' : 'Pin'}: ${run === null ? agentLabel(name) : name}`}
        onClick={() => session.baselines.pin(agentKey)}
      >
        {isPinned ? 'Pinned' : 'Pin'}
      </button>
      {run !== null && (
        <>
          <RunDetails run={run} />
          <button
            type="button"
            className="button plain"
            aria-label={`Delete ${run.name}`}
            title={isBeingTrained ? 'Stop the training first' : 'Delete'}
            disabled={isBeingTrained}
            onClick={() => void session.runs.deletion.delete(run.id)}
          >
            <CloseIcon />
          </button>
        </>
      )}
    </>
  );
});

interface EvaluateButtonProps {
  readonly run: RunSummary;
  readonly isEvaluated: boolean;
}

/** Evaluates a policy that was not, such as an imported one, or gives up while it is under way. */
function EvaluateButton({ run: { id, name, hasPolicy }, isEvaluated }: EvaluateButtonProps) {
  const session = useSession();
  const isUnderWay = useSessionState((state) => state.evaluatedRun?.id === id);
  const isBusy = useSessionState((state) => state.evaluatedRun !== null);
  if (!hasPolicy || isEvaluated) return null;
  return (
    <button
      type="button"
      className="button"
      aria-label={isUnderWay ? `Stop evaluating ${name}` : `Evaluate ${name}`}
      title="Play it on the episodes of its evaluation, beside the baselines"
      disabled={isBusy && !isUnderWay}
      onClick={() =>
        isUnderWay ? session.evaluations.cancel() : void session.evaluations.evaluate(id)
      }
    >
      {isUnderWay ? 'Cancel' : 'Evaluate'}
    </button>
  );
}

/** Edits the name, which is taken when the field is left, so that it can be empty on the way. */
const NameField = memo(function NameField({ run: { id, name } }: { readonly run: RunSummary }) {
  const session = useSession();
  const { text, write, leave } = useDraft(name, (draft) => {
    const wanted = draft.trim();
    if (wanted !== '' && wanted !== name) void session.runs.label(id, { name: wanted });
  });
  return (
    <input
      className="run-name"
      aria-label={`Name of ${name}`}
      title={name}
      value={text}
      maxLength={60}
      onChange={(event) => write(event.target.value)}
      onBlur={leave}
      onKeyDown={(event) => {
        if (event.key === 'Enter') leave();
        // Escape takes back what was typed first, and closes the drawer after that.
        if (event.key !== 'Escape' || text === name) return;
        event.preventDefault();
        write(null);
      }}
    />
  );
});

/** Notes whatever is not as it should be with a run, and its tags. */
const RunStatusNote = memo(function RunStatusNote({ run }: { readonly run: RunSummary }) {
  const isUnderWay = useSessionState((state) => state.runUnderWay === run.id);
  const isHeld = useSessionState((state) => state.heldRuns.includes(run.id));
  const isUnsaved = useSessionState((state) => state.unsavedRuns.includes(run.id));
  const evaluated = useSessionState((state) =>
    state.evaluatedRun?.id === run.id ? state.evaluatedRun : null,
  );
  const { status, update, totalUpdates, tags } = run;
  const progress = `${formatCompact(update)} of ${formatCompact(totalUpdates)}`;
  const runningNote = isUnderWay
    ? 'training'
    : isHeld
      ? 'training in another tab'
      : `interrupted at ${progress}`;
  const notes = [
    ...(status === 'finished' || status === 'running' ? [] : [`${status} at ${progress}`]),
    ...(status === 'running' ? [runningNote] : []),
    ...(evaluated === null ? [] : [`evaluating: episode ${evaluated.done} of ${evaluated.total}`]),
    ...(isUnsaved ? ['not stored'] : []),
    ...tags,
  ];
  return <span className="muted run-settings">{notes.join(' · ')}</span>;
});

interface MetricCellProps {
  readonly column: MetricColumn;
  readonly metric: ComparedMetric;
  readonly showsDifference: boolean;
  readonly isPinned: boolean;
}

/** Shows the mean, and the limits of its interval where there is one. */
const MetricCell = memo(function MetricCell({
  column,
  metric,
  showsDifference,
  isPinned,
}: MetricCellProps) {
  if (showsDifference && isPinned) return <td className="muted">pinned</td>;
  const { estimate, low, high } = showsDifference ? metric.difference : metric.value;
  const format = showsDifference ? column.formatDifference : column.format;
  return (
    <td>
      {format(estimate)}
      {column.hasInterval && Number.isFinite(low) && (
        <span className="muted limits"> {formatLimits(low, high)}</span>
      )}
    </td>
  );
});

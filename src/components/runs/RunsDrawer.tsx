/**
 * The drawer compares every run with the baselines, on the same seeds and under the current
 * weights. It holds the runs of this visit and those kept from earlier ones, and opens over the
 * lower part of the page.
 */
import { useEffect, useMemo, useState } from 'react';
import { noRunsText, RUN_TEXTS } from '../../content/runs';
import { EVALUATION_EPISODES } from '../../lab/baselineEvaluation';
import { evaluateBundled, unevaluatedBundled } from '../../store/runs/bundledEvaluation';
import { differingSettings } from '../../store/runs/runs';
import { tagsOf } from '../../store/runs/runTable';
import { RunFiles } from './RunFiles';
import { RunsTable } from './RunsTable';
import { StorageView } from './StorageView';
import { LAZY_MODULES } from '../lazyModules';
import { useSession, useSessionState } from '../context';
import { useComparison } from './useComparison';
import { useHeldFocus } from '../ui/useHeldFocus';
import { useReturnFocus } from '../ui/useReturnFocus';
import { COLUMN_SETS, COLUMN_SET_NAMES, settingsBeside, type ColumnSet } from './metricColumns';
import { Drawer } from '../ui/Drawer';
import { lazyPart } from '../ui/lazyPart';

const RunCurves = lazyPart(LAZY_MODULES.runCurves, {
  name: 'Run curves',
  loading: <p className="empty muted">Loading charts</p>,
});

export function RunsDrawer({ onClose }: { readonly onClose: () => void }) {
  const runs = useSessionState((state) => state.runs);
  const { agents, baselines } = useComparison();
  const [tag, setTag] = useState<string | null>(null);
  const [showsDifference, setShowsDifference] = useState(false);
  const [columnSet, setColumnSet] = useState<ColumnSet>('main');
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const title = useReturnFocus<HTMLHeadingElement>();
  useBaselines();
  useHeldFocus(title, runs.length);

  const tags = tagsOf(runs);
  const activeTag = tag !== null && tags.includes(tag) ? tag : null;
  const shown =
    activeTag === null
      ? agents
      : agents.filter(({ run }) => run === null || run.tags.includes(activeTag));
  const settings = useMemo(
    () =>
      differingSettings(
        activeTag === null ? runs : runs.filter((run) => run.tags.includes(activeTag)),
      ),
    [runs, activeTag],
  );
  const curved = runs.filter(({ id }) => selected.has(id));
  return (
    <Drawer
      titleId="runs-title"
      title="Runs"
      titleRef={title}
      className="drawer"
      closeLabel="Close runs"
      onClose={onClose}
      head={
        <div className="panel-actions drawer-actions">
          <TagFilter tags={tags} active={activeTag} onChange={setTag} />
          <select
            className="field"
            aria-label="Columns"
            value={columnSet}
            onChange={(event) => setColumnSet(event.target.value as ColumnSet)}
          >
            {Object.entries(COLUMN_SET_NAMES).map(([name, label]) => (
              <option key={name} value={name}>
                {label}
              </option>
            ))}
          </select>
          <div className="segments" role="group" aria-label="Values shown">
            <button
              type="button"
              aria-pressed={!showsDifference}
              onClick={() => setShowsDifference(false)}
            >
              Values
            </button>
            <button
              type="button"
              aria-pressed={showsDifference}
              onClick={() => setShowsDifference(true)}
            >
              vs pinned
            </button>
          </div>
          <RunFiles />
          <StorageView />
        </div>
      }
    >
      <BaselineProgress />
      <BundledEvaluation />
      {runs.length === 0 && <p className="drawer-hint muted">{noRunsText(EVALUATION_EPISODES)}</p>}
      <div className={`drawer-body ${curved.length > 0 ? 'with-curves' : ''}`}>
        <RunsTable
          agents={shown}
          settings={settingsBeside(columnSet, settings)}
          hiddenSettings={settings.length - settingsBeside(columnSet, settings).length}
          baselines={baselines}
          showsDifference={showsDifference}
          columns={COLUMN_SETS[columnSet]}
          selected={selected}
          onSelect={setSelected}
        />
        {curved.length > 0 && <RunCurves runs={curved} />}
      </div>
    </Drawer>
  );
}

/** Evaluates the baselines for as long as somebody looks. */
function useBaselines(): void {
  const session = useSession();
  useEffect(() => {
    const look = () => void session.baselines.show();
    look();
    const stop = session.store.subscribe((state, before) => {
      if (state.settings !== before.settings) look();
    });
    return () => {
      stop();
      session.baselines.cancel();
    };
  }, [session]);
}

function BaselineProgress() {
  const { progress, failure } = useSessionState((state) => state.baselines);
  if (failure !== '') {
    return (
      <p className="drawer-hint alert" role="alert">
        The baselines could not be evaluated. {failure}
      </p>
    );
  }
  if (progress === null) return null;
  const { done, total } = progress;
  return (
    <p className="drawer-hint muted" role="status" data-testid="baseline-progress">
      Evaluating the baselines: episode {done} of {total}
    </p>
  );
}

/** Offers to evaluate the agent that comes with the page beside the baselines. */
function BundledEvaluation() {
  const session = useSession();
  const name = useSessionState(unevaluatedBundled);
  const playing = useSessionState((state) => state.baselines.playing);
  if (playing !== null) {
    return (
      <p className="drawer-hint muted" role="status">
        {RUN_TEXTS.evaluating(playing.name, playing.done, playing.total)}
      </p>
    );
  }
  if (name === null) return null;
  return (
    <p className="drawer-hint muted">
      <button
        type="button"
        className="button"
        title={RUN_TEXTS.evaluateBundledHelp}
        onClick={() => void session.baselines.playBeside(evaluateBundled)}
      >
        {RUN_TEXTS.evaluateBundled(name)}
      </button>
    </p>
  );
}

interface TagFilterProps {
  readonly tags: readonly string[];
  readonly active: string | null;
  readonly onChange: (tag: string | null) => void;
}

function TagFilter({ tags, active, onChange }: TagFilterProps) {
  if (tags.length === 0) return null;
  return (
    <select
      className="field tag-filter"
      aria-label="Show runs with the tag"
      value={active ?? ''}
      onChange={(event) => onChange(event.target.value === '' ? null : event.target.value)}
    >
      <option value="">All runs</option>
      {tags.map((tag) => (
        <option key={tag} value={tag}>
          {tag}
        </option>
      ))}
    </select>
  );
}

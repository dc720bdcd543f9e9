/** Chooses an agent, one or two weights and their values, says how long that takes, and begins. */
import { useEffect, useId, useState } from 'react';
import { METRIC_LABELS } from '../../content/glossary/labels';
import { expectedText, planText, SWEEP_TEXTS, TRADEOFF_TEXTS } from '../../content/sweeps';
import { REWARD_TERMS, type RewardTerm } from '../../env/types';
import { WEIGHT_RANGES } from '../../env/weightRanges';
import { spacedWeights, wholeSpan, type WeightAxis } from '../../evaluation/weightPlan';
import { expectedNumber } from '../../market/fields';
import { REWARD_WEIGHT_FIELDS } from '../../env/config';
import { rewardWeights } from '../../store/settings/configs';
import { plannedWeights } from '../../store/sweeps/sweepPlan';
import { defaultSweptAgent, sweptAgents } from '../../store/sweeps/sweptAgents';
import { useSession, useSessionState } from '../context';
import { useSweeps } from './useSweeps';

/** An axis as it is being typed. */
interface AxisDraft {
  readonly term: RewardTerm | null;
  readonly from: string;
  readonly to: string;
  readonly count: number;
}

const COUNTS = [2, 3, 5, 7, 9, 11, 15] as const;
const EPISODES = [4, 8, 16] as const;
/** Episodes of a run's evaluation, which a trained point has. */
const TRAINED_EPISODES = 16;

const draftOf = (term: RewardTerm | null, count: number): AxisDraft => {
  const { from, to } = term === null ? { from: '', to: '' } : wholeSpan(term);
  return { term, from: String(from), to: String(to), count };
};

/** Reads an end; null for what is no value of the weight's slider. */
function endOf(term: RewardTerm, text: string): number | null {
  const { min, max } = WEIGHT_RANGES[term];
  const value = text.trim() === '' ? Number.NaN : Number(text);
  return value >= min && value <= max ? value : null;
}

/** @returns null while an end is not one, or both are the same */
function axisOf({ term, from, to, count }: AxisDraft): WeightAxis | null {
  if (term === null) return null;
  const [low, high] = [endOf(term, from), endOf(term, to)];
  if (low === null || high === null || low === high) return null;
  return { term, values: spacedWeights(term, count, { from: low, to: high }) };
}

export function SweepForm() {
  const session = useSession();
  const sweeps = useSweeps();
  const bundled = useSessionState((state) => state.bundled);
  const runs = useSessionState((state) => state.runs);
  const settings = useSessionState((state) => state.settings);
  const isBusy = useSessionState((state) => state.sweeps.running !== null);
  const agents = sweptAgents({ bundled, runs });
  const [chosen, setChosen] = useState<string | null>(null);
  const [first, setFirst] = useState(() => draftOf('inventoryPenalty', 7));
  const [second, setSecond] = useState(() => draftOf(null, 3));
  const [wanted, setEpisodes] = useState<number>(8);
  const key = agents.find((agent) => agent.key === chosen)?.key ?? defaultSweptAgent(session.state);
  const agent = agents.find((one) => one.key === key);
  const isTrained = agent?.method === 'training';
  const episodes = isTrained ? TRAINED_EPISODES : wanted;
  const drafts = second.term === null ? [first] : [first, second];
  const axes = drafts.map(axisOf).filter((axis) => axis !== null);
  const isReady = agent !== undefined && axes.length === drafts.length;
  const points = plannedWeights(axes, rewardWeights(settings)).length;
  const grid = axes.reduce((count, { values }) => count * values.length, 1);
  const seconds = useEstimate(isReady ? agent.key : null, points, episodes);
  const id = useId();
  if (agent === undefined) return <p className="muted">{SWEEP_TEXTS.noAgent}</p>;
  return (
    <form
      className="sweep-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isReady || isBusy) return;
        event.currentTarget.closest<HTMLElement>('[popover]')?.hidePopover();
        void sweeps.start({ agent: agent.key, axes, episodes });
      }}
    >
      <label htmlFor={`${id}-agent`}>{TRADEOFF_TEXTS.agent}</label>
      <select
        id={`${id}-agent`}
        className="field"
        value={agent.key}
        onChange={(event) => setChosen(event.target.value)}
      >
        {agents.map(({ key: value, title }) => (
          <option key={value} value={value}>
            {title}
          </option>
        ))}
      </select>
      <p className="slider-help muted">{isTrained ? SWEEP_TEXTS.trains : SWEEP_TEXTS.evaluates}</p>
      <AxisFields place={0} draft={first} other={second.term} onChange={setFirst} />
      <AxisFields place={1} draft={second} other={first.term} onChange={setSecond} />
      {!isTrained && (
        <>
          <label htmlFor={`${id}-episodes`}>{TRADEOFF_TEXTS.episodes}</label>
          <select
            id={`${id}-episodes`}
            className="field"
            value={wanted}
            onChange={(event) => setEpisodes(Number(event.target.value))}
          >
            {EPISODES.map((count) => (
              <option key={count} value={count}>
                {count}
              </option>
            ))}
          </select>
        </>
      )}
      <p className="slider-help muted" data-testid="sweep-plan" role="status">
        {isReady && `${planText(grid, points, episodes, seconds)} `}
        {SWEEP_TEXTS.others}
      </p>
      <button type="submit" className="button primary" disabled={!isReady || isBusy}>
        {TRADEOFF_TEXTS.begin}
      </button>
    </form>
  );
}

interface AxisFieldsProps {
  readonly place: 0 | 1;
  readonly draft: AxisDraft;
  /** The term of the other axis, which cannot be chosen twice. */
  readonly other: RewardTerm | null;
  readonly onChange: (draft: AxisDraft) => void;
}

function AxisFields({ place, draft, other, onChange }: AxisFieldsProps) {
  const id = useId();
  const { term } = draft;
  return (
    <fieldset className="sweep-axis">
      <legend>{TRADEOFF_TEXTS.weight[place]}</legend>
      <select
        className="field"
        aria-label={TRADEOFF_TEXTS.weight[place]}
        value={term ?? ''}
        onChange={(event) => {
          const next = REWARD_TERMS.find((one) => one === event.target.value) ?? null;
          onChange(draftOf(next, draft.count));
        }}
      >
        {place === 1 && <option value="">{TRADEOFF_TEXTS.noWeight}</option>}
        {REWARD_TERMS.filter((one) => one !== other).map((one) => (
          <option key={one} value={one}>
            {METRIC_LABELS[one]}
          </option>
        ))}
      </select>
      {term !== null && (
        <div className="sweep-ends">
          <EndField
            id={`${id}-from`}
            label={TRADEOFF_TEXTS.from}
            term={term}
            text={draft.from}
            onChange={(from) => onChange({ ...draft, from })}
          />
          <EndField
            id={`${id}-to`}
            label={TRADEOFF_TEXTS.to}
            term={term}
            text={draft.to}
            onChange={(to) => onChange({ ...draft, to })}
          />
          <label htmlFor={`${id}-count`}>{TRADEOFF_TEXTS.values}</label>
          <select
            id={`${id}-count`}
            className="field"
            value={draft.count}
            onChange={(event) => onChange({ ...draft, count: Number(event.target.value) })}
          >
            {COUNTS.map((count) => (
              <option key={count} value={count}>
                {count}
              </option>
            ))}
          </select>
        </div>
      )}
    </fieldset>
  );
}

interface EndFieldProps {
  readonly id: string;
  readonly label: string;
  readonly term: RewardTerm;
  readonly text: string;
  readonly onChange: (text: string) => void;
}

function EndField({ id, label, term, text, onChange }: EndFieldProps) {
  const isWrong = endOf(term, text) === null;
  const { min, max } = WEIGHT_RANGES[term];
  const expected = expectedNumber({ ...REWARD_WEIGHT_FIELDS[term], min, max });
  return (
    <>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        className="field"
        inputMode="decimal"
        value={text}
        aria-invalid={isWrong}
        aria-describedby={isWrong ? `${id}-error` : undefined}
        onChange={(event) => onChange(event.target.value)}
      />
      {isWrong && (
        <p id={`${id}-error`} className="field-error" role="alert">
          {expectedText(expected)}
        </p>
      )}
    </>
  );
}

/** Guesses the seconds that the plan takes. @param agent null while there is no plan */
function useEstimate(agent: string | null, points: number, episodes: number): number {
  const sweeps = useSweeps();
  const [seconds, setSeconds] = useState(Number.NaN);
  useEffect(() => {
    if (agent === null) return undefined;
    let isWanted = true;
    const estimate = async () => {
      const guess = await sweeps.estimate(agent, points, episodes);
      if (isWanted) setSeconds(guess);
    };
    void estimate();
    return () => {
      isWanted = false;
    };
  }, [sweeps, agent, points, episodes]);
  return seconds;
}

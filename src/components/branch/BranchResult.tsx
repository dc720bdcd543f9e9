/** Both episodes drawn over each other to the end, and what set them apart, term by term. */
import { useCallback, useMemo, useState } from 'react';
import {
  branchView,
  drawBranchPrices,
  happenedTrace,
  type BranchedHistories,
} from '../../charts/branchChart';
import { formatCents, formatContracts, formatProfit } from '../../charts/format';
import { drawLevelChart } from '../../charts/levelChart';
import { AxisRange } from '../../charts/scale';
import type { Surface } from '../../charts/surface';
import { drawTimeLabels } from '../../charts/timeAxis';
import { BRANCH_TEXTS } from '../../content/branch';
import { TERM_NAMES } from '../../content/terms';
import type { RewardTerm } from '../../env/types';
import { FILL_LENGTH, SAMPLE } from '../../protocol/frames';
import { differenceOf, type ComparedCents } from '../../store/branch/branchDifference';
import type { Branch } from '../../store/branch/branchState';
import { EpisodeHistory } from '../../store/replay/replay';
import { ChartCanvas } from '../charts/ChartCanvas';
import { TermSwatch } from '../charts/TermSwatch';
import { useBranch } from './useBranch';

export function BranchResult({ branch }: { readonly branch: Branch }) {
  const { happened, branched, fromStep } = branch;
  const controller = useBranch();
  const histories = useMemo((): BranchedHistories => {
    const before = new EpisodeHistory(happened.record);
    return {
      happened: before,
      branched: new EpisodeHistory(branched),
      branchSeconds: before.timeAt(fromStep - 1),
    };
  }, [happened, branched, fromStep]);
  const difference = useMemo(() => differenceOf(branch), [branch]);
  const [range] = useState(() => new AxisRange({ minimumSpan: 8, snap: 1 }));
  const drawPrices = useCallback(
    (surface: Surface) => drawBranchPrices(surface, histories, range, branched.tickSize),
    [histories, range, branched],
  );
  const drawTime = useCallback(
    (surface: Surface) => drawTimeLabels(surface, branchView(histories), histories.branched),
    [histories],
  );
  const { profit } = difference;
  const changed = profit.branched - profit.happened;
  return (
    <>
      <div className="branch-charts">
        <ul className="legend" aria-label="Legend">
          <li>
            <i className="swatch-line ink" /> {BRANCH_TEXTS.branched}
          </li>
          <li>
            <i className="swatch-line ink dashed" /> {BRANCH_TEXTS.happened}
          </li>
        </ul>
        <figure>
          <figcaption>{BRANCH_TEXTS.prices}</figcaption>
          <ChartCanvas
            draw={drawPrices}
            summary={BRANCH_TEXTS.pricesSummary(
              happened.fillCount,
              branched.fills.length / FILL_LENGTH,
            )}
          />
        </figure>
        <LevelFigure
          histories={histories}
          field="equityDollars"
          title={BRANCH_TEXTS.profit}
          summary={BRANCH_TEXTS.profitSummary(
            formatCents(profit.happened),
            formatCents(profit.branched),
          )}
        />
        <LevelFigure
          histories={histories}
          field="inventory"
          title={BRANCH_TEXTS.inventory}
          summary={BRANCH_TEXTS.inventory}
        />
        <div className="branch-time">
          <ChartCanvas draw={drawTime} summary={BRANCH_TEXTS.time} />
        </div>
      </div>
      <div className="branch-numbers">
        <p role="status" data-testid="branch-outcome">
          {BRANCH_TEXTS.outcome(formatCents(changed))}
        </p>
        <p className="muted">{BRANCH_TEXTS.oneCourse}</p>
        <table className="manual-scores branch-scores">
          <thead>
            <tr>
              <td />
              <th scope="col">{BRANCH_TEXTS.happened}</th>
              <th scope="col">{BRANCH_TEXTS.branched}</th>
              <th scope="col">{BRANCH_TEXTS.difference}</th>
            </tr>
          </thead>
          <tbody data-testid="branch-money">
            {difference.money.map(({ term, ...cents }) => (
              <CentsRow key={term} label={TERM_NAMES[term]} term={term} cents={cents} />
            ))}
            <CentsRow label={BRANCH_TEXTS.profit} cents={profit} isSum />
          </tbody>
          <tbody data-testid="branch-reward">
            <CentsRow label={BRANCH_TEXTS.weightedMoney} cents={difference.weightedMoney} />
            {difference.penalties.map(({ term, ...cents }) => (
              <CentsRow key={term} label={TERM_NAMES[term]} term={term} cents={cents} />
            ))}
            <CentsRow label={BRANCH_TEXTS.reward} cents={difference.reward} isSum />
          </tbody>
        </table>
        <p className="muted">
          {BRANCH_TEXTS.sums(difference.steps.happened, difference.steps.branched)}
        </p>
        {branch.isOver && (
          <p className="muted">
            {BRANCH_TEXTS.kept}{' '}
            <button type="button" className="button" onClick={() => controller.replayBranch()}>
              {BRANCH_TEXTS.openBranch}
            </button>
          </p>
        )}
      </div>
    </>
  );
}

interface CentsRowProps {
  readonly label: string;
  readonly term?: RewardTerm;
  readonly cents: ComparedCents;
  readonly isSum?: boolean;
}

function CentsRow({ label, term, cents: { happened, branched }, isSum = false }: CentsRowProps) {
  return (
    <tr className={isSum ? 'manual-profit' : ''}>
      <th scope="row">
        {term !== undefined && <TermSwatch term={term} />}
        {label}
      </th>
      <td>{formatCents(happened)}</td>
      <td>{formatCents(branched)}</td>
      <td>{formatCents(branched - happened)}</td>
    </tr>
  );
}

type LevelField = 'equityDollars' | 'inventory';

interface LevelFigureProps {
  readonly histories: BranchedHistories;
  readonly field: LevelField;
  readonly title: string;
  readonly summary: string;
}

function LevelFigure({ histories, field, title, summary }: LevelFigureProps) {
  const isMoney = field === 'equityDollars';
  const [range] = useState(
    () => new AxisRange({ minimumSpan: isMoney ? 40 : 6, symmetric: !isMoney }),
  );
  const draw = useCallback(
    (surface: Surface) => {
      const { happened, branched } = histories;
      drawLevelChart(surface, branched, branchView(histories), range, {
        field: SAMPLE[field],
        colour: isMoney ? 'text' : 'position',
        formatAxis: isMoney ? (value) => formatProfit(value).replace('.00', '') : formatContracts,
        formatValue: isMoney ? formatProfit : formatContracts,
        limits: [],
        labelsExtremes: !isMoney,
        beside: [happenedTrace(happened, SAMPLE[field], '')],
      });
    },
    [histories, field, isMoney, range],
  );
  return (
    <figure>
      <figcaption>{title}</figcaption>
      <ChartCanvas draw={draw} summary={summary} />
    </figure>
  );
}

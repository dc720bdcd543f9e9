/**
 * The data view shows who played the training data, how much of it there is, and what will be
 * collected next. Data leaves as a Parquet file and comes in as one; a refused file changes
 * nothing.
 */
import { useState } from 'react';
import {
  formatBytes,
  formatCompact,
  formatFixed,
  formatSigned,
  MISSING,
} from '../../charts/format';
import { agentLabel } from '../../content/agents';
import { marketTitle, playedTitle } from '../../content/markets';
import type {
  DataQuality,
  DatasetOrigin,
  DatasetSummary,
  ImportedDataset,
} from '../../learning/data/dataset';
import {
  MAX_DATASET_STEPS,
  collectedEpisodes,
  episodesByKey,
  mixtureSettingsOf,
} from '../../store/settings/learningConfigs';
import { SETTINGS } from '../../store/settings/settings';
import { isRunning } from '../../store/training/training';
import { LAZY_MODULES } from '../lazyModules';
import { Explain } from '../ui/Explain';
import { lazyPart } from '../ui/lazyPart';
import { ChoiceField } from '../ui/ChoiceField';
import { FileButton } from '../ui/FileButton';
import { SliderField } from '../ui/SliderField';
import { useSession, useSessionState } from '../context';
import { fileNameOf, saveFile } from '../ui/saveFile';

const ReturnHistogram = lazyPart(LAZY_MODULES.returnHistogram, {
  name: 'Histogram',
  loading: '…',
  placeholder: MISSING,
});

export function DataView() {
  const dataset = useSessionState((state) => state.training.dataset);
  const file = useSessionState((state) => state.training.file);
  return (
    <div className="data-view">
      {dataset !== null && <Contents dataset={dataset} />}
      {file === null ? <Mixture /> : <FileInUse file={file} />}
      <Files />
    </div>
  );
}

/** Names the market and the seed that data is of: `ES base, seed 7`. */
const originText = ({ market, seed }: Pick<DatasetOrigin, 'market' | 'seed'>): string =>
  `${
    market.tape === undefined
      ? `${marketTitle({ ...market, regime: 'base' })} ${market.regime}`
      : playedTitle(market)
  }, seed ${seed}`;

/** Names the file that every training learns from until somebody asks for a collection. */
function FileInUse({ file }: { readonly file: Pick<ImportedDataset, 'origin'> }) {
  const session = useSession();
  return (
    <div className="data-source">
      <p>Training uses the file: {originText(file.origin)}.</p>
      <button type="button" className="button" onClick={() => session.training.forgetFile()}>
        Collect instead
      </button>
    </div>
  );
}

/** Edits who plays in the next collection and how much, and says how many steps that makes. */
function Mixture() {
  const settings = useSessionState((state) => state.settings);
  const episodes = collectedEpisodes(settings);
  const steps = settings.episodeLength;
  const counts = episodesByKey(settings);
  return (
    <details className="mixture">
      <summary>
        Data mix{' '}
        <span className="muted" data-testid="collection-size">
          {formatCompact(episodes)} × {formatCompact(steps)} = {formatCompact(episodes * steps)}{' '}
          steps
        </span>
      </summary>
      {episodes < settings.dataEpisodes && (
        <p className="muted">
          Only {formatCompact(episodes)} of {formatCompact(settings.dataEpisodes)} episodes fit
          within the limit of {formatCompact(MAX_DATASET_STEPS)} steps.
        </p>
      )}
      {counts === null && (
        <p className="alert" role="alert">
          No behaviour has a share: give at least one a share above 0.
        </p>
      )}
      <div className="form">
        <SliderField setting="dataEpisodes" />
        <ChoiceField setting="observation" />
        {mixtureSettingsOf(settings.preset).map((key) => (
          <SliderField
            key={key}
            setting={key}
            label={
              <span>
                {SETTINGS[key].label}{' '}
                <span className="muted">{formatFixed(counts?.[key] ?? 0, 0)} episodes</span>
              </span>
            }
          />
        ))}
      </div>
    </details>
  );
}

type Outcome =
  { readonly kind: 'none' } | { readonly kind: 'busy' | 'done' | 'failed'; readonly text: string };

function Files() {
  const session = useSession();
  const running = useSessionState((state) => isRunning(state.training.phase));
  const [outcome, setOutcome] = useState<Outcome>({ kind: 'none' });
  const busy = outcome.kind === 'busy';

  const attempt = async (text: string, work: () => Promise<string>, refused: string) => {
    setOutcome({ kind: 'busy', text });
    try {
      setOutcome({ kind: 'done', text: await work() });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      setOutcome({ kind: 'failed', text: `${refused} ${reason}` });
    }
  };
  const importFile = (file: File) =>
    attempt(
      `Reading ${file.name}`,
      async () => {
        const { summary } = await session.training.importDataset(file);
        return `${file.name}: ${formatCompact(summary.rows)} steps loaded. The next training learns from them.`;
      },
      `${file.name} was not loaded; the data is unchanged.`,
    );
  const exportFile = () =>
    attempt(
      'Writing the file',
      async () => {
        const file = await session.training.exportDataset();
        if (file === null) return 'There is no data to export yet: train once, or import a file.';
        const { datasetOrigin } = session.state.training;
        const name = datasetOrigin === null ? 'data' : originText(datasetOrigin);
        saveFile(file, `${fileNameOf(`nanoarb ${name}`)}.parquet`);
        return `Exported ${formatBytes(file.size)}, with rewards under the current weights.`;
      },
      'Nothing was exported.',
    );

  return (
    <>
      <div className="button-row">
        <FileButton
          label="Parquet file"
          accept=".parquet"
          className="button grow"
          disabled={busy || running}
          onFiles={([file]) => void importFile(file)}
        >
          Import Parquet
        </FileButton>
        <button
          type="button"
          className="button grow"
          disabled={busy || running}
          onClick={() => void exportFile()}
        >
          Export Parquet
        </button>
      </div>
      {outcome.kind !== 'none' && (
        <p
          className={outcome.kind === 'failed' ? 'alert' : 'muted'}
          role={outcome.kind === 'failed' ? 'alert' : 'status'}
          data-testid="data-outcome"
        >
          {outcome.text}
        </p>
      )}
    </>
  );
}

/**
 * Names a behaviour of the data: random actions explore there, and are no agent to compare with.
 */
const behaviourLabel = (name: string): string =>
  name === 'random' ? SETTINGS.mixRandom.label : agentLabel(name);

function Contents({ dataset }: { readonly dataset: DatasetSummary }) {
  const origin = useSessionState((state) => state.training.datasetOrigin);
  return (
    <>
      {origin !== null && (
        <p className="muted" data-testid="data-origin">
          {originText(origin)}
        </p>
      )}
      <dl>
        <div>
          <dt>
            <Explain metric="dataRows" />
          </dt>
          <dd data-testid="data-rows">{formatCompact(dataset.rows)}</dd>
        </div>
        <div>
          <dt>
            <Explain metric="behaviourEpisodes" />
          </dt>
          <dd>{formatFixed(dataset.episodes, 0)}</dd>
        </div>
        <div>
          <dt>
            <Explain metric="dataBytes" />
          </dt>
          <dd>{formatBytes(dataset.bytes)}</dd>
        </div>
        <QualityMetrics quality={dataset.quality} />
      </dl>
      {dataset.quality.edgeRows < dataset.rows && (
        <p className="muted" data-testid="quality-sample">
          Quality is measured on all {formatCompact(dataset.rows)} steps, with bin edges from an
          even sample of {formatCompact(dataset.quality.edgeRows)}.
        </p>
      )}
      <div className="table-scroll">
        <table className="runs" aria-label="Behaviours in the data">
          <thead>
            <tr>
              <th scope="col">Behaviour</th>
              <th scope="col">Episodes</th>
              <th scope="col">
                <Explain metric="behaviourReturn" />
              </th>
              <th scope="col">
                <Explain metric="returnHistogram" />
              </th>
            </tr>
          </thead>
          <tbody>
            {dataset.behaviours.map(({ name, episodes, meanReturn }) => (
              <tr key={name}>
                <th scope="row" title={name}>
                  {behaviourLabel(name)}
                </th>
                <td>{formatFixed(episodes, 0)}</td>
                <td>{formatSigned(meanReturn, 0)}</td>
                <td>
                  <ReturnHistogram quality={dataset.quality} behaviour={name} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

const SHARES = ['trajectoryQuality', 'stateActionCoverage', 'actionEntropy'] as const;

function QualityMetrics({ quality }: { readonly quality: DataQuality }) {
  const shares = [quality.trajectoryQuality, quality.coverage, quality.actionEntropy];
  return SHARES.map((metric, index) => (
    <div key={metric}>
      <dt>
        <Explain metric={metric} />
      </dt>
      <dd data-testid={metric}>{formatFixed(shares[index], 2)}</dd>
    </div>
  ));
}

/**
 * What the learner trains on: who played it, how much of it there is, and its way
 * out to a Parquet file and in from one. A file that is refused changes nothing.
 */
import { useRef, useState } from 'react';
import { formatBytes, formatCompact, formatFixed, formatSigned } from '../charts/format';
import { agentLabel } from '../content/agents';
import { MARKET_NAMES } from '../content/markets';
import type { DatasetSummary, ImportedDataset } from '../learning/dataset';
import { isRunning } from '../store/training';
import { Explain } from './Explain';
import { useSession, useSessionState } from './context';
import { saveFile } from './saveFile';

export function DataView() {
  const dataset = useSessionState((state) => state.training.dataset);
  return (
    <div className="data-view">
      <Files />
      {dataset === null ? (
        <p className="empty muted">
          No data yet. The first training collects it from several makers; a file can bring it too.
        </p>
      ) : (
        <Contents dataset={dataset} />
      )}
    </div>
  );
}

type Outcome =
  { readonly kind: 'none' } | { readonly kind: 'busy' | 'done' | 'failed'; readonly text: string };

function Files() {
  const session = useSession();
  const running = useSessionState((state) => isRunning(state.training.phase));
  const input = useRef<HTMLInputElement>(null);
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
      async () => `${file.name}: ${describeOrigin(await session.desk.importDataset(file))}`,
      `${file.name} was not loaded, and what was there stays.`,
    );
  const exportFile = () =>
    attempt(
      'Writing the file',
      async () => {
        const file = await session.desk.exportDataset();
        if (file === null) return 'There is no data to export yet: train once, or import a file.';
        saveFile(
          file,
          `nanoarb-${session.state.applied.preset}-${session.state.applied.seed}.parquet`,
        );
        return `Exported ${formatBytes(file.size)}, rewards under the weights on screen.`;
      },
      'Nothing was exported.',
    );

  return (
    <>
      <div className="button-row">
        <button
          type="button"
          className="button grow"
          disabled={busy || running}
          onClick={() => input.current?.click()}
        >
          Import Parquet
        </button>
        <button
          type="button"
          className="button grow"
          disabled={busy || running}
          onClick={() => void exportFile()}
        >
          Export Parquet
        </button>
        <input
          ref={input}
          type="file"
          accept=".parquet"
          hidden
          aria-label="Parquet file"
          onChange={(event) => {
            const file = event.target.files?.[0];
            // The same file may be chosen again, once it is mended.
            event.target.value = '';
            if (file !== undefined) void importFile(file);
          }}
        />
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

/** The file's data serves the run that would have collected the same. */
function describeOrigin({ origin }: ImportedDataset): string {
  const { market, seed } = origin;
  return `loaded. The next run uses it if it has the file’s market (${MARKET_NAMES[market.preset]} ${market.regime}), environment and seed (${seed}), or is a fine-tuning; another run collects its own.`;
}

function Contents({ dataset }: { readonly dataset: DatasetSummary }) {
  return (
    <>
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
      </dl>
      <div className="table-scroll">
        <table className="runs" aria-label="Behaviours in the data">
          <thead>
            <tr>
              <th scope="col">Behaviour</th>
              <th scope="col">Episodes</th>
              <th scope="col">
                <Explain metric="behaviourReturn" />
              </th>
            </tr>
          </thead>
          <tbody>
            {dataset.behaviours.map(({ name, episodes, meanReturn }) => (
              <tr key={name}>
                <th scope="row" title={name}>
                  {agentLabel(name)}
                </th>
                <td>{formatFixed(episodes, 0)}</td>
                <td>{formatSigned(meanReturn, 0)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

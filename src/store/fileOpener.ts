/** Opens a file that was dropped on the page, whatever kind of file it is. */
import { formatCompact } from '../charts/format';
import { FILE_WORDS, importNotices } from '../content/files';
import { reasonOf } from '../market/validation';
import { fileKindOf } from '../protocol/fileKind';
import type { Notices } from './notices';
import type { EpisodeFiles } from './replay/episodeFiles';
import type { RunImports } from './runs/runImports';
import type { SweepResults } from './sweeps/sweepResults';
import type { TapeController } from './tapes/tapeController';
import type { TrainingController } from './training/trainingController';

export class FileOpener {
  constructor(
    private readonly episodes: Pick<EpisodeFiles, 'open'>,
    private readonly runs: Pick<RunImports, 'importFiles'>,
    private readonly training: Pick<TrainingController, 'importDataset'>,
    private readonly tapes: Pick<TapeController, 'read'>,
    private readonly sweeps: Pick<SweepResults, 'open'>,
    private readonly notices: Notices,
  ) {}

  /**
   * Imports runs and agents together, reads files of recorded data as one recording, and opens
   * everything else one by one; says what came of it.
   */
  async open(files: readonly File[]): Promise<void> {
    const runs: File[] = [];
    const recordings: File[] = [];
    for (const file of files) {
      const kind = await fileKindOf(file);
      if (kind === 'agent' || kind === 'run') runs.push(file);
      else if (kind === 'recording') recordings.push(file);
      else if (kind === 'sweepResult') await this.sweeps.open(file);
      else if (kind === 'dataset') await this.importDataset(file);
      else if (kind === 'critics' || kind === 'onnx' || kind === 'sweep')
        this.refuse(file, FILE_WORDS[kind]);
      else await this.episodes.open(file);
    }
    if (runs.length > 0) await this.importRuns(runs);
    if (recordings.length > 0) await this.tapes.read(recordings);
  }

  /** Imports runs and agents, and says which. */
  async importRuns(files: readonly File[]): Promise<void> {
    const outcome = await this.runs.importFiles(files);
    for (const { text, details, isNews } of importNotices(outcome)) {
      if (isNews) this.notices.tell(text);
      else this.notices.add(text, details);
    }
  }

  private async importDataset(file: File): Promise<void> {
    try {
      const { summary, adopted } = await this.training.importDataset(file);
      const steps = formatCompact(summary.rows);
      const source = adopted === undefined ? '' : `, written again by ${adopted.writtenBy}`;
      this.notices.tell(
        `${file.name}: ${steps} steps loaded${source}. The next training learns from them.`,
      );
    } catch (error) {
      this.refuse(file, reasonOf(error));
    }
  }

  private refuse(file: File, reason: string): void {
    this.notices.add(`${file.name} was not opened. ${reason}`);
  }
}

/** Says of each kind of file what it is and where it is opened. */
import type { FileKind, ForeignKind } from '../protocol/fileKind';

export const FILE_WORDS: Readonly<Record<FileKind, string>> = {
  agent: 'This is an agent: import it under Runs.',
  critics: 'These are critics, which belong to an agent: the command line takes them.',
  run: 'This is a run: import it under Runs.',
  sweep: 'This is a sweep of the reward weights: import it under Maps, Trade-off.',
  sweepResult:
    'This is the result of a sweep of the command line: import it under Maps, Trade-off.',
  dataset: 'This is a dataset: import it under Data, in the Training panel.',
  episode: 'This is an episode: open it under Share.',
  recording: 'This is recorded data: open it under Market, Your data.',
  onnx: 'This is an ONNX model, for other runtimes: import the agent’s safetensors under Runs.',
};

export const FILE_TEXTS = {
  /** @param name of the run */
  whileTraining: (name: string) =>
    `${name} trains on other data now: stop it or wait for its end, then open the file again.`,
};

const FOREIGN_WORDS: Readonly<Record<ForeignKind | 'text', string>> = {
  png: 'This is a PNG picture',
  jpeg: 'This is a JPEG picture',
  gif: 'This is a GIF picture',
  webp: 'This is a WebP picture',
  pdf: 'This is a PDF document',
  json: 'This is JSON, and no file of this lab',
  html: 'This is a web page',
  text: 'This is text, and no file of this lab',
};

const WANTED_WORDS: Readonly<Partial<Record<FileKind, string>>> = {
  agent: 'an agent is a .safetensors file, a run a .json file,',
  sweep: 'a sweep is a .json file',
  sweepResult: 'the result of a sweep is a .json file',
  dataset: 'a dataset is a .parquet file',
  episode: 'an episode is a .safetensors file',
};

/** Says what a file of another program is, and what the importer that got it takes. */
export const foreignFileText = (kind: ForeignKind | 'text', wanted: FileKind): string =>
  `${FOREIGN_WORDS[kind]}; ${WANTED_WORDS[wanted] ?? 'here belongs a file'} saved by this lab.`;

/** Said of a dropped file that begins as no file of this lab does; what its reader found comes after. */
export const NOT_OURS =
  'It is no file of this lab, or its beginning is damaged. Episodes and agents are .safetensors files, runs and sweeps .json, datasets .parquet; recorded data opens under Market, Your data.';

interface Notice {
  readonly text: string;
  /** One line per file; empty where the text says it all. */
  readonly details: string;
  /** Whether it went well. */
  readonly isNews: boolean;
}

/** Says which files were imported, and why others were not. */
export function importNotices({
  imported,
  refused,
  left,
}: {
  readonly imported: readonly { readonly fileName: string; readonly name: string }[];
  readonly refused: readonly { readonly fileName: string; readonly reason: string }[];
  /** Files that were not looked at, because the import was cancelled. */
  readonly left: number;
}): Notice[] {
  const notices: Notice[] = [];
  const several = imported.length > 1;
  if (several)
    notices.push({ text: `${imported.length} runs were imported.`, details: '', isNews: true });
  for (const { fileName, name } of several ? [] : imported) {
    notices.push({ text: `${fileName} was imported as “${name}”.`, details: '', isNews: true });
  }
  const lines = refused.map(({ fileName, reason }) => `${fileName} was not imported. ${reason}`);
  if (lines.length === 1) notices.push({ text: lines[0], details: '', isNews: false });
  else if (lines.length > 1) {
    notices.push({
      text: `${lines.length} files were not imported.`,
      details: lines.join('\n'),
      isNews: false,
    });
  }
  if (left > 0) {
    const files = left === 1 ? '1 file was' : `${left} files were`;
    notices.push({
      text: `${files} left out: the import was cancelled.`,
      details: '',
      isNews: true,
    });
  }
  return notices;
}

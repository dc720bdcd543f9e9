/** Compares a dataset with the one that the config's source was trained on. */
import type { Terminal } from '../program/command';
import type { ConfigSource } from '../program/configSource';

/**
 * Says whether a dataset is that of the run whose config was taken; nothing where it is not known.
 */
export function tellOrigin(
  source: ConfigSource | null,
  hash: string,
  name: string | null,
  terminal: Terminal,
): void {
  if (source === null || source.datasetHash === null) return;
  terminal.print(
    source.datasetHash === hash
      ? `The dataset is that of ${name}.`
      : `The dataset is not that of ${name}, ${source.datasetHash}: other flags, or another version of the lab.`,
  );
}

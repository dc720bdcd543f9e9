/** Takes the sweep on the chart out of the page, deletes it, and imports others. */
import { TRADEOFF_TEXTS } from '../../content/sweeps';
import { VIEW_TEXTS } from '../../content/sweepViews';
import { reasonOf } from '../../market/validation';
import { fileKindOf } from '../../protocol/fileKind';
import type { SweepRecord } from '../../protocol/sweep';
import { readSweepFile, tradeoffCsv, writeSweepFile } from '../../store/sweeps/sweepFiles';
import { isSweptElsewhere } from '../../store/sweeps/sweepsState';
import type { Tradeoff } from '../../store/sweeps/tradeoff';
import { useSession, useSessionState } from '../context';
import { FileButton } from '../ui/FileButton';
import { Popover } from '../ui/Popover';
import { fileNameOf, saveFile } from '../ui/saveFile';
import { useSweeps } from './useSweeps';

interface SweepFilesProps {
  /** The sweep on the chart; null for the runs of the table. */
  readonly sweep: SweepRecord | null;
  readonly tradeoff: Tradeoff;
}

export function SweepFiles({ sweep, tradeoff }: SweepFilesProps) {
  const session = useSession();
  const sweeps = useSweeps();
  const isUnderWay = useSessionState(
    ({ sweeps: { running } }) =>
      sweep !== null && (running?.id === sweep.id || isSweptElsewhere(sweep, running)),
  );
  const name = fileNameOf(sweep?.name ?? TRADEOFF_TEXTS.runs);
  const importFile = async (file: File) => {
    if ((await fileKindOf(file)) === 'sweepResult') {
      await session.sweepResults.open(file);
      return;
    }
    try {
      await sweeps.sweeps.keepImported(await readSweepFile(file));
    } catch (error) {
      session.notices.add(TRADEOFF_TEXTS.notImported(file.name, reasonOf(error)));
    }
  };
  return (
    <>
      {sweep !== null && (
        <button
          type="button"
          className="button plain"
          onClick={() => session.sweepResults.show(sweep.id)}
        >
          {VIEW_TEXTS.every}
        </button>
      )}
      <Popover label={TRADEOFF_TEXTS.export} buttonClass="button plain" panelClass="menu-panel">
        <ul>
          {sweep !== null && (
            <li>
              <button
                type="button"
                className="menu-item"
                onClick={() => saveText(writeSweepFile(sweep), `${name}.json`, 'application/json')}
              >
                {TRADEOFF_TEXTS.exportJson}
              </button>
            </li>
          )}
          <li>
            <button
              type="button"
              className="menu-item"
              onClick={() => saveText(tradeoffCsv(tradeoff), `${name}.csv`, 'text/csv')}
            >
              {TRADEOFF_TEXTS.exportCsv}
            </button>
          </li>
        </ul>
      </Popover>
      <FileButton
        label={TRADEOFF_TEXTS.importLabel}
        accept=".json"
        className="button plain"
        onFiles={([file]) => void importFile(file)}
      >
        {TRADEOFF_TEXTS.import}
      </FileButton>
      {sweep !== null && (
        <button
          type="button"
          className="button plain"
          aria-label={TRADEOFF_TEXTS.removeName(sweep.name)}
          disabled={isUnderWay}
          onClick={() => void sweeps.sweeps.delete(sweep.id)}
        >
          {TRADEOFF_TEXTS.remove}
        </button>
      )}
    </>
  );
}

const saveText = (text: string, name: string, type: string) =>
  saveFile(new Blob([text], { type }), name);

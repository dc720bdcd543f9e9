/** Lets the policy of a point trade: that of its run, or one that came with the file. */
import { useState } from 'react';
import { importNotices } from '../../content/files';
import { VIEW_TEXTS } from '../../content/sweepViews';
import type { SweepView, ViewedPoint } from '../../store/sweeps/sweepView';
import { useSession, useSessionState } from '../context';

interface ShowAgentProps {
  readonly view: SweepView;
  readonly point: ViewedPoint;
}

export function ShowAgent({ view, point }: ShowAgentProps) {
  const session = useSession();
  const [isOpening, setOpening] = useState(false);
  const { agent } = point;
  const isThere = useSessionState(
    ({ runs }) =>
      agent?.kind === 'file' ||
      runs.some(({ id, hasPolicy }) => agent?.kind === 'run' && id === agent.id && hasPolicy),
  );
  if (agent === null || !isThere) return null;
  const show = async () => {
    if (agent.kind === 'run') {
      await session.watchedRun.watch(agent.id);
      return;
    }
    setOpening(true);
    const bytes = bytesOf(agent.file);
    const file = new File([bytes], `${view.name}, ${point.name}.safetensors`);
    const outcome = await session.imports.importFiles([file]);
    for (const { text, details } of importNotices(outcome)) session.notices.add(text, details);
    const [imported] = outcome.imported;
    const run = session.state.runs.find(({ name }) => name === imported?.name);
    if (run !== undefined) await session.watchedRun.watch(run.id);
    setOpening(false);
  };
  return (
    <button
      type="button"
      className="button"
      aria-label={`${VIEW_TEXTS.watch}: ${point.name}`}
      disabled={isOpening}
      onClick={() => void show()}
    >
      {VIEW_TEXTS.watch}
    </button>
  );
}

/** Reads base64; what is none becomes an empty file, which its importer refuses in words. */
function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  try {
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  } catch {
    return new Uint8Array();
  }
}

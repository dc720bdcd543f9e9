/**
 * The menu shares an agent as a link to its demo, an episode as a file, and the view as a picture
 * or a video. It also opens episode files.
 */
import { useState } from 'react';
import { SHARE_TEXTS } from '../content/share';
import { reasonOf } from '../market/validation';
import { watchedRunName } from '../store/live/liveAgentTitle';
import { runRivalTitles } from '../store/live/rivals';
import { writeRunAgent } from '../store/runs/runFiles';
import { demoLink, linkedPath } from '../store/live/pageLink';
import { momentLink } from '../store/replay/momentLink';
import { demoSettings } from '../store/settings/demoSettings';
import { FileButton } from './ui/FileButton';
import { Popover } from './ui/Popover';
import { useSession, useSessionState } from './context';
import { ShareIcon } from './ui/icons';
import { fileNameOf, saveFile } from './ui/saveFile';
import { MAX_VIDEO_SECONDS, useViewExport } from './charts/useViewExport';

export function ShareMenu() {
  const session = useSession();
  const mode = useSessionState((state) => state.mode);
  const hasEpisodes = useSessionState((state) => state.episodes.length > 0);
  const { savePicture, startVideo, stopVideo, isRecording, canRecord } = useViewExport();
  const saveEpisode = async () => {
    const file = await session.episodeFiles.write();
    if (file !== null) saveFile(file.blob, file.name);
  };
  return (
    <>
      <Popover
        label={
          <>
            <ShareIcon />
            <span className="share-label">Share</span>
          </>
        }
        name="Share: demo link, episodes, pictures, videos"
        buttonClass="button plain share-button"
        panelClass="menu share"
      >
        <p className="popover-title">Share</p>
        <CopyDemoLink />
        {mode === 'replay' && <CopyMomentLink />}
        <button
          type="button"
          className="button"
          disabled={!hasEpisodes}
          onClick={() => void saveEpisode()}
        >
          {mode === 'replay' ? 'Save this episode' : 'Save the last episode'}
        </button>
        <p className="muted">
          {hasEpisodes
            ? 'A file that this lab replays in any browser, bookmarks included.'
            : 'No episode has finished yet.'}
        </p>
        <FileButton
          label="Episode file"
          accept=".safetensors"
          onFiles={([file]) => void session.episodeFiles.open(file)}
        >
          Open an episode file
        </FileButton>
        <p className="muted">Or drop one anywhere on the page.</p>
        <button type="button" className="button" onClick={savePicture}>
          Save the view as a picture
        </button>
        {isRecording ? (
          <button type="button" className="button primary" onClick={() => void stopVideo()}>
            Stop and save the video
          </button>
        ) : (
          <button type="button" className="button" disabled={!canRecord} onClick={startVideo}>
            Record the view as a video
          </button>
        )}
        <p className="muted">
          {canRecord
            ? `The charts and their numbers, up to ${MAX_VIDEO_SECONDS} seconds.`
            : 'This browser cannot record a canvas.'}
        </p>
      </Popover>
      {isRecording && (
        <button
          type="button"
          className="badge strong recording"
          title="Stop and save the video"
          onClick={() => void stopVideo()}
        >
          <i className="dot on" /> Recording
        </button>
      )}
    </>
  );
}

/** Copies a link to a full-screen page of this agent trading. */
function CopyDemoLink() {
  const session = useSession();
  const runName = useSessionState(watchedRunName);
  const isLinked = useSessionState((state) => linkedPath(state) !== null);
  const [shown, setShown] = useState<string | null>(null);
  const [copied, setCopied] = useState(false);
  const rivals = useSessionState((state) => runRivalTitles(state).join(', '));
  const copy = async () => {
    const { origin, pathname } = window.location;
    const settings = demoSettings(session.state.settings);
    const link = `${origin}${pathname}${demoLink({ ...session.state, settings })}`;
    setShown(link);
    try {
      await navigator.clipboard.writeText(link);
      setCopied(true);
    } catch {
      setCopied(false);
    }
  };
  if (runName !== null && !isLinked) return <ShareTrained name={runName} />;
  return (
    <>
      <button type="button" className="button" onClick={() => void copy()}>
        Copy demo link
      </button>
      <p className="muted" role="status">
        {shown === null ? SHARE_TEXTS.demo : `${copied ? 'Copied' : 'Select and copy'}: ${shown}`}
      </p>
      {rivals !== '' && <p className="muted reason">{SHARE_TEXTS.cannotCarryRivals(rivals)}</p>}
    </>
  );
}

/** Copies a link to the step, or the fill, that replay shows. */
function CopyMomentLink() {
  const session = useSession();
  const step = useSessionState((state) => state.replay.step);
  const selectedFill = useSessionState((state) => state.selectedFill);
  const [said, setSaid] = useState<{ readonly text: string; readonly step: number } | null>(null);
  const { player } = session.replay;
  if (player === null) return null;
  const copy = async () => {
    const made = momentLink(session.state, player.record, player.seconds, selectedFill);
    if (made.kind === 'none') {
      setSaid({ text: made.reason, step });
      return;
    }
    const { origin, pathname } = window.location;
    const link = `${origin}${pathname}${made.hash}`;
    try {
      await navigator.clipboard.writeText(link);
      setSaid({ text: SHARE_TEXTS.copied(link), step });
    } catch {
      setSaid({ text: SHARE_TEXTS.select(link), step });
    }
  };
  return (
    <>
      <button type="button" className="button" onClick={() => void copy()}>
        {SHARE_TEXTS.copyMoment}
      </button>
      <p className="muted" role="status" data-testid="moment-link">
        {said?.step === step ? said.text : SHARE_TEXTS.momentHelp}
      </p>
    </>
  );
}

/** Says that a link cannot carry a trained agent, and shares its file instead. */
function ShareTrained({ name }: { readonly name: string }) {
  const session = useSession();
  const watched = useSessionState((state) => state.watchedRun);
  const canExport = useSessionState((state) =>
    state.runs.some((run) => run.id === watched && run.hasPolicy),
  );
  const save = async () => {
    const record = watched === null ? null : await session.runs.record(watched);
    if (record === null) return;
    try {
      const content = writeRunAgent(record);
      saveFile(
        new Blob([content], { type: 'application/octet-stream' }),
        `${fileNameOf(record.name)}.safetensors`,
      );
    } catch (error) {
      session.notices.add(reasonOf(error));
    }
  };
  return (
    <>
      <button type="button" className="button" disabled>
        Copy demo link
      </button>
      <p className="muted reason" role="status">
        {SHARE_TEXTS.cannotCarry(name)}
      </p>
      <button type="button" className="button" disabled={!canExport} onClick={() => void save()}>
        {SHARE_TEXTS.exportAgent}
      </button>
    </>
  );
}

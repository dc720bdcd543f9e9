/** Exports the view as a picture or a video: what is drawn on screen, with a title and numbers. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { formatContracts, formatProfit, formatTime } from '../../charts/format';
import { drawView, sizeView, type ViewCaption } from '../../charts/viewImage';
import { ViewRecorder, videoFormat } from '../../charts/viewRecorder';
import { playedTitle } from '../../content/markets';
import { TERM_NAMES } from '../../content/terms';
import { HEADER } from '../../protocol/frames';
import { liveAgentTitle } from '../../store/live/liveAgentTitle';
import { episodeAgent } from '../../store/replay/episodes';
import { marketConfig } from '../../store/settings/configs';
import type { Session } from '../../store/session';
import { usePage, type Page } from '../context';
import { saveFile } from '../ui/saveFile';

/** Seconds after which a video ends by itself. */
export const MAX_VIDEO_SECONDS = 30;

interface Recording {
  readonly recorder: ViewRecorder;
  readonly stopDrawing: () => void;
  readonly timer: ReturnType<typeof setTimeout>;
}

export function useViewExport() {
  const page = usePage();
  const recording = useRef<Recording | null>(null);
  const [isRecording, setIsRecording] = useState(false);

  const savePicture = useCallback(() => {
    const canvas = firstPicture(page);
    canvas.toBlob((blob) => {
      if (blob !== null) saveFile(blob, `${fileTitle(page.session)}.png`);
      else page.session.notices.add('The browser could not write the picture.');
    }, 'image/png');
  }, [page]);

  const stopVideo = useCallback(async () => {
    const { current } = recording;
    if (current === null) return;
    recording.current = null;
    clearTimeout(current.timer);
    current.stopDrawing();
    setIsRecording(false);
    const video = await current.recorder.stop();
    saveFile(video, `${fileTitle(page.session)}.${video.type.includes('mp4') ? 'mp4' : 'webm'}`);
  }, [page]);

  const startVideo = useCallback(() => {
    const format = videoFormat();
    if (format === null || recording.current !== null) return;
    const canvas = firstPicture(page);
    recording.current = {
      recorder: new ViewRecorder(canvas, format, () => performance.now()),
      // The painter is added last, so it draws after all the charts.
      stopDrawing: page.stage.add({ paint: () => draw(page, canvas) }),
      timer: setTimeout(() => void stopVideo(), MAX_VIDEO_SECONDS * 1000),
    };
    setIsRecording(true);
  }, [page, stopVideo]);

  useEffect(
    () => () => {
      clearTimeout(recording.current?.timer);
      recording.current?.stopDrawing();
    },
    [],
  );

  return { savePicture, startVideo, stopVideo, isRecording, canRecord: videoFormat() !== null };
}

function firstPicture(page: Page): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  sizeView(canvas, page.canvases, window.devicePixelRatio);
  draw(page, canvas);
  return canvas;
}

function draw(page: Page, canvas: HTMLCanvasElement): void {
  const caption = captionOf(page.session);
  drawView(canvas, page.canvases, caption, page.palette(), window.devicePixelRatio);
}

function captionOf(session: Session): ViewCaption {
  const {
    view,
    state,
    replay: { player, stored },
  } = session;
  const { header } = view;
  const market = player?.record.market ?? marketConfig(state.applied);
  const agent = stored === null ? liveAgentTitle(state) : episodeAgent(stored, state.runs);
  const metric = (label: string, field: number, format: (value: number) => string) => ({
    label,
    value: format(header[field]),
  });
  return {
    title: `NanoARB Lab · ${playedTitle(market)} · ${agent} · ${player === null ? 'live' : 'replay'}`,
    termNames: TERM_NAMES,
    comparedMetrics: [
      metric('Time', HEADER.timeSeconds, formatTime),
      metric('Seed', HEADER.seed, String),
      metric('Profit', HEADER.equityDollars, formatProfit),
      metric('Realised', HEADER.realisedDollars, formatProfit),
      metric('Unrealised', HEADER.unrealisedDollars, formatProfit),
      metric('Fees', HEADER.feesDollars, (fees) => formatProfit(-fees)),
      metric('Inventory', HEADER.inventory, formatContracts),
    ],
  };
}

const fileTitle = ({ view: { header } }: Session) =>
  `nanoarb-episode-${header[HEADER.episode]}-seed-${header[HEADER.seed]}-step-${header[HEADER.step]}`;

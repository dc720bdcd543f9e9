/** Exports the view as a picture or a video: what is drawn on screen, with a title and numbers. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { drawView, sizeView } from '../../charts/viewImage';
import { ViewRecorder, videoFormat } from '../../charts/viewRecorder';
import { captionOf, fileTitleOf } from '../../store/live/viewCaption';
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
    const { session, stage } = page;
    // It is drawn right after the charts: the market may have moved on since they were.
    const remove = stage.add({
      paint: () => {
        remove();
        const name = `${fileTitleOf(session)}.png`;
        firstPicture(page).toBlob((blob) => {
          if (blob !== null) saveFile(blob, name);
          else session.notices.add('The browser could not write the picture.');
        }, 'image/png');
      },
    });
  }, [page]);

  const stopVideo = useCallback(async () => {
    const { current } = recording;
    if (current === null) return;
    recording.current = null;
    clearTimeout(current.timer);
    current.stopDrawing();
    setIsRecording(false);
    const title = fileTitleOf(page.session);
    const video = await current.recorder.stop();
    saveFile(video, `${title}.${video.type.includes('mp4') ? 'mp4' : 'webm'}`);
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

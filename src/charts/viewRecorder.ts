/** Records a canvas as a video, where the browser can. Nothing leaves the machine. */
import { indexWebm } from './webmIndex';

/** Frames per second, as many as the market sends. */
const RATE = 12;
const FORMATS = ['video/webm;codecs=vp9', 'video/webm', 'video/mp4'] as const;

/** Returns the format that this browser writes; null when it cannot record a canvas. */
export function videoFormat(): string | null {
  if (typeof MediaRecorder === 'undefined') return null;
  if (typeof HTMLCanvasElement.prototype.captureStream !== 'function') return null;
  return FORMATS.find((format) => MediaRecorder.isTypeSupported(format)) ?? null;
}

export class ViewRecorder {
  private readonly recorder: MediaRecorder;
  private readonly parts: Blob[] = [];
  private readonly startedAt: number;

  /**
   * Recording starts at once.
   * @param format one that `videoFormat` gave
   * @param now clock in milliseconds
   */
  constructor(
    canvas: HTMLCanvasElement,
    format: string,
    private readonly now: () => number,
  ) {
    this.startedAt = now();
    const stream = canvas.captureStream(RATE);
    this.recorder = new MediaRecorder(stream, { mimeType: format, videoBitsPerSecond: 4e6 });
    this.recorder.addEventListener('dataavailable', ({ data }) => this.parts.push(data));
    this.recorder.start();
  }

  /**
   * The video so far, with the duration and the index that the recorder leaves out of a WebM file.
   */
  async stop(): Promise<Blob> {
    const { recorder, parts } = this;
    const seconds = (this.now() - this.startedAt) / 1000;
    await new Promise<void>((resolve) => {
      recorder.addEventListener('stop', () => resolve());
      recorder.stop();
    });
    for (const track of recorder.stream.getTracks()) track.stop();
    const video = new Blob(parts, { type: recorder.mimeType });
    if (!recorder.mimeType.includes('webm')) return video;
    const file = new Uint8Array(await video.arrayBuffer());
    return new Blob([indexWebm(file, seconds)], { type: recorder.mimeType });
  }
}

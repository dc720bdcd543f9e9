/** Records a canvas as a video, where the browser can. Nothing leaves the machine. */

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

  /** Recording starts at once. @param format one that `videoFormat` gave */
  constructor(canvas: HTMLCanvasElement, format: string) {
    const stream = canvas.captureStream(RATE);
    this.recorder = new MediaRecorder(stream, { mimeType: format, videoBitsPerSecond: 4e6 });
    this.recorder.addEventListener('dataavailable', ({ data }) => this.parts.push(data));
    this.recorder.start();
  }

  /** The video so far. */
  stop(): Promise<Blob> {
    const { recorder, parts } = this;
    return new Promise((resolve) => {
      recorder.addEventListener('stop', () => {
        for (const track of recorder.stream.getTracks()) track.stop();
        resolve(new Blob(parts, { type: recorder.mimeType }));
      });
      recorder.stop();
    });
  }
}

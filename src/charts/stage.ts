/**
 * Serves every canvas on the page by a single requestAnimationFrame loop, which calls a painter
 * only when something that it shows has changed; a hidden page draws nothing.
 */

export interface Painter {
  paint(): void;
}

export class Stage {
  private readonly painters = new Set<Painter>();
  private request = 0;
  private dirty = true;
  private drawnRatio = Number.NaN;

  /**
   * @param advance called once per animation frame with the time in milliseconds, before painting;
   *   true when there is something new to draw
   * @param pixelRatio device pixels per CSS pixel; when it changes, all is drawn anew, because a
   *   canvas is blurred until it has the pixels of its screen
   */
  constructor(
    private readonly advance: (milliseconds: number) => boolean,
    private readonly pixelRatio: () => number,
  ) {}

  /** @returns a function that removes it */
  add(painter: Painter): () => void {
    this.painters.add(painter);
    this.dirty = true;
    return () => {
      this.painters.delete(painter);
    };
  }

  /** Draws everything once at the next animation frame. */
  invalidate(): void {
    this.dirty = true;
  }

  start(): void {
    if (this.request === 0) this.request = requestAnimationFrame(this.loop);
  }

  stop(): void {
    cancelAnimationFrame(this.request);
    this.request = 0;
  }

  private readonly loop = (milliseconds: number): void => {
    this.request = requestAnimationFrame(this.loop);
    const news = this.advance(milliseconds);
    const ratio = this.pixelRatio();
    if (!news && !this.dirty && ratio === this.drawnRatio) return;
    this.drawnRatio = ratio;
    this.dirty = false;
    for (const painter of this.painters) painter.paint();
  };
}

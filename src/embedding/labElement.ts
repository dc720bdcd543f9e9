/**
 * `<nanoarb-lab>`: the lab in a frame of another page, with the protocol as methods and events. It
 * is built as a script by itself, `nanoarb-lab.js` beside the page, and imports nothing.
 *
 * Attributes, read when the element is added: `src`, address of the lab, by default the folder of
 * this script; `demo`, the agent of a demo, without which it is the whole lab; `settings`, more
 * fields of a link.
 */
import type { LabCommand, LabEvent, NanoarbLabElement } from '../../public/nanoarb-lab';

/** Folder of this script; empty where it came in another way than by a script element. */
const home = document.currentScript instanceof HTMLScriptElement ? document.currentScript.src : '';

type Asked = LabCommand extends infer Command
  ? Command extends LabCommand
    ? Omit<Command, 'nanoarb'>
    : never
  : never;

class LabElement extends HTMLElement implements NanoarbLabElement {
  private readonly frame = document.createElement('iframe');
  private origin = '';
  private isReady = false;
  /** Commands that wait for the lab. */
  private waiting: Asked[] = [];

  connectedCallback(): void {
    const address = new URL(this.getAttribute('src') ?? '.', home === '' ? document.baseURI : home);
    const fields = new URLSearchParams(this.getAttribute('settings') ?? '');
    const demo = this.getAttribute('demo');
    const link = new URLSearchParams([...(demo === null ? [] : [['demo', demo]]), ...fields]);
    link.set('embed', window.location.origin);
    address.hash = link.toString();
    this.origin = address.origin;
    this.style.display ||= 'block';
    Object.assign(this.frame.style, { border: '0', width: '100%', height: '100%' });
    this.frame.title = 'NanoARB Lab';
    window.addEventListener('message', this.receive);
    this.frame.src = address.href;
    this.append(this.frame);
  }

  disconnectedCallback(): void {
    window.removeEventListener('message', this.receive);
    this.frame.remove();
    this.isReady = false;
  }

  play(): void {
    this.send({ type: 'play' });
  }

  pause(): void {
    this.send({ type: 'pause' });
  }

  step(): void {
    this.send({ type: 'step' });
  }

  seek(step: number | 'live'): void {
    this.send({ type: 'seek', step });
  }

  setWeights(weights: Extract<LabCommand, { type: 'setWeights' }>['weights']): void {
    this.send({ type: 'setWeights', weights });
  }

  setAgent(agent: string): void {
    this.send({ type: 'setAgent', agent });
  }

  private readonly receive = ({ source, origin, data }: MessageEvent<LabEvent | null>): void => {
    if (source !== this.frame.contentWindow || origin !== this.origin || data?.nanoarb !== 1)
      return;
    const isFirst = data.type === 'ready' && !this.isReady;
    if (isFirst) {
      this.isReady = true;
      this.send({ type: 'hello' });
      for (const command of this.waiting.splice(0)) this.send(command);
      // The answer to the greeting is the event.
      return;
    }
    const name = data.type === 'error' ? 'laberror' : data.type;
    this.dispatchEvent(new CustomEvent(name, { detail: data }));
  };

  private send(command: Asked): void {
    if (this.isReady) {
      this.frame.contentWindow?.postMessage({ nanoarb: 1, ...command }, this.origin);
    } else {
      this.waiting.push(command);
    }
  }
}

customElements.define('nanoarb-lab', LabElement);

/**
 * A worker double has both ends of a worker in one thread: the real comlink over a real
 * MessageChannel, so that supervisors and pools can be tested in Node. `crash` and `hang` do what a
 * browser shows of a worker that throws or loops for ever.
 */
import { expose } from 'comlink';
import type { WorkerLike } from '../../src/lab/workerSupervisor';

/** Waits until messages between the doubles have arrived, and their answers too. */
export async function messagesToTravel(hops = 8): Promise<void> {
  for (let hop = 0; hop < hops; hop += 1) {
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
  }
}

/** Waits for as long as the test may last. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await messagesToTravel(1);
}

export class WorkerDouble implements WorkerLike {
  isTerminated = false;
  private readonly channel = new MessageChannel();
  private readonly errors = new EventTarget();

  constructor(api: object) {
    expose(api, this.channel.port2);
    this.channel.port1.start();
  }

  postMessage(message: unknown, transfer: Transferable[] = []): void {
    if (!this.isTerminated) this.channel.port1.postMessage(message, transfer);
  }

  addEventListener(type: string, listener: EventListenerOrEventListenerObject): void {
    (type === 'message' ? this.channel.port1 : this.errors).addEventListener(type, listener);
  }

  removeEventListener(type: string, listener: EventListenerOrEventListenerObject): void {
    (type === 'message' ? this.channel.port1 : this.errors).removeEventListener(type, listener);
  }

  terminate(): void {
    this.isTerminated = true;
    this.channel.port1.close();
    this.channel.port2.close();
  }

  /** Does what an uncaught error inside the worker does. */
  crash(message: string): void {
    this.errors.dispatchEvent(Object.assign(new Event('error'), { message }));
  }

  /** Does what a script that cannot be fetched does: the event is bare. */
  failToLoad(): void {
    this.errors.dispatchEvent(new Event('error'));
  }

  /** The worker never answers again. */
  hang(): void {
    this.channel.port2.close();
  }
}

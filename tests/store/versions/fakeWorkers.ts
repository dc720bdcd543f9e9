/** Service workers of a browser that do what a test says, and remember what they were asked. */
import type { KeeperRequest } from '../../../src/offline/messages';

export class FakeWorker extends EventTarget {
  readonly asked: KeeperRequest['type'][] = [];
  /** Other tabs that the worker finds. */
  others = 0;

  constructor(public state: ServiceWorkerState) {
    super();
  }

  postMessage(request: KeeperRequest, [port]: readonly MessagePort[]): void {
    this.asked.push(request.type);
    if (request.type !== 'takeOver') return;
    port.postMessage({ others: this.others });
    if (this.others === 0) this.become('activated');
  }

  become(state: ServiceWorkerState): void {
    this.state = state;
    this.dispatchEvent(new Event('statechange'));
  }
}

export class FakeRegistration extends EventTarget {
  installing: FakeWorker | null = null;
  waiting: FakeWorker | null = null;
  active: FakeWorker | null = null;

  /** Times that the host was asked for a newer worker. */
  updates = 0;

  update(): Promise<this> {
    this.updates += 1;
    return Promise.resolve(this);
  }

  /** Installs a worker, as the browser does when it finds another script. */
  find(worker: FakeWorker): void {
    this.installing = worker;
    this.dispatchEvent(new Event('updatefound'));
  }
}

/** @param registration what registering leads to; undefined where nothing is kept */
export function fakeContainer(registration: FakeRegistration | undefined, isControlled: boolean) {
  const registered: [string, unknown][] = [];
  const container = {
    controller: isControlled ? {} : null,
    register: (script: string, options: unknown) => {
      registered.push([script, options]);
      return Promise.resolve(registration);
    },
    getRegistration: () => Promise.resolve(registration),
  } as unknown as ServiceWorkerContainer;
  return { container, registered };
}

/**
 * Has the page's files kept for use without a network, and offers a newer version without ever
 * putting it in the place of this one: the page reloads when it is told to and nothing is under
 * way.
 */
import type { StoreApi } from 'zustand/vanilla';
import { KEEPER_SCRIPT, type KeeperRequest, type TakeOverAnswer } from '../../offline/messages';
import type { SessionState } from '../state';
import type { NewVersion } from './versionState';
import { workUnderWay } from './workUnderWay';

export interface VersionPlatform {
  readonly workers: ServiceWorkerContainer;
  /** Address of the page's own script. */
  readonly entry: string;
  readonly reload: () => void;
}

/**
 * Milliseconds without work before a reload: a queue may begin its next run, and records are
 * stored.
 */
const REST_MS = 1000;

export class VersionController {
  private waiting: ServiceWorker | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly stopFollowing: () => void;

  constructor(
    private readonly store: StoreApi<SessionState>,
    private readonly platform: VersionPlatform,
  ) {
    this.stopFollowing = store.subscribe(() => this.reloadAtRest());
  }

  /**
   * Keeps the page's files, and looks for a newer version once a visit: a browser does so by
   * itself, but some only half a minute after the last file was answered.
   */
  async start(): Promise<void> {
    const { workers } = this.platform;
    await workers.register(KEEPER_SCRIPT, { updateViaCache: 'none' });
    const registration = await workers.getRegistration();
    // Browsers that keep nothing may register nothing.
    if (registration === undefined) return;
    registration.addEventListener('updatefound', () => this.follow(registration));
    this.follow(registration);
    if (registration.active !== null) await registration.update();
  }

  /** Reloads for the new version: at once, or when what is under way is complete. */
  reload(): void {
    if (this.state?.kind !== 'ready') return;
    if (workUnderWay(this.store.getState()) === null) void this.takeOver();
    else this.show({ kind: 'ready', isWanted: true, otherTabs: 0 });
  }

  /** Takes back the wish to reload. */
  stay(): void {
    if (this.state?.kind === 'ready') this.show({ ...this.state, isWanted: false });
  }

  /** Stays on this version until the next visit. */
  dismiss(): void {
    this.show(null);
  }

  dispose(): void {
    this.stopTimer();
    this.stopFollowing();
  }

  private follow({ installing, waiting, active }: ServiceWorkerRegistration): void {
    if (waiting !== null) this.offer(waiting);
    else if (active !== null) this.adopt(active);
    if (installing === null) return;
    const onChange = () => {
      // The first worker of a browser takes over by itself: there is no older version.
      if (installing.state === 'installed' && active !== null) this.offer(installing);
      if (installing.state === 'activated') this.adopt(installing);
    };
    installing.addEventListener('statechange', onChange);
  }

  /**
   * A page that came from the host is answered from what is kept as well, if it is the same build.
   */
  private adopt(worker: ServiceWorker): void {
    if (this.platform.workers.controller !== null) return;
    send(worker, { type: 'adopt', entry: this.platform.entry });
  }

  private offer(worker: ServiceWorker): void {
    this.waiting = worker;
    this.show({ kind: 'ready', isWanted: false, otherTabs: 0 });
  }

  private reloadAtRest(): void {
    const { state } = this;
    const isWanted = state?.kind === 'ready' && state.isWanted;
    if (!isWanted || workUnderWay(this.store.getState()) !== null) {
      this.stopTimer();
      return;
    }
    this.timer ??= setTimeout(() => void this.takeOver(), REST_MS);
  }

  private stopTimer(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private async takeOver(): Promise<void> {
    const { waiting } = this;
    this.stopTimer();
    if (waiting === null || this.store.getState().unsavedRuns.length > 0) return;
    const { port1, port2 } = new MessageChannel();
    const answer = new Promise<TakeOverAnswer>((resolve) => {
      port1.addEventListener('message', ({ data }) => resolve(data as TakeOverAnswer), {
        once: true,
      });
      port1.start();
    });
    send(waiting, { type: 'takeOver' }, [port2]);
    const { others } = await answer;
    port1.close();
    if (others > 0) {
      this.show({ kind: 'ready', isWanted: false, otherTabs: others });
      return;
    }
    const reloadOnce = () => {
      if (waiting.state === 'activated') this.platform.reload();
    };
    waiting.addEventListener('statechange', reloadOnce);
    reloadOnce();
  }

  private get state(): NewVersion | null {
    return this.store.getState().newVersion;
  }

  private show(newVersion: NewVersion | null): void {
    this.store.setState({ newVersion });
  }
}

function send(worker: ServiceWorker, request: KeeperRequest, ports: MessagePort[] = []): void {
  worker.postMessage(request, ports);
}

/**
 * Shows the agent of a file: of one that a link names, or that is dropped on a demo. It is read as
 * any imported file is, before anything is replaced, and trades as a run of this browser, under a
 * name that no agent of the page has.
 */
import type { StoreApi } from 'zustand/vanilla';
import { SHARE_TEXTS } from '../../content/share';
import { ContentHash } from '../../market/contentHash';
import { reasonOf } from '../../market/validation';
import type { Notices } from '../notices';
import type { RunImports } from '../runs/runImports';
import type { WatchedRunController } from '../runs/watchedRun';
import type { SessionState } from '../state';
import { liveAgentTitle, traderKey } from './liveAgentTitle';

export class AgentFiles {
  /** Settles when the last file is kept, or refused: one that comes twice at once is kept once. */
  private last: Promise<unknown> = Promise.resolve();

  /** @param loadFile fetches the file of a link; rejects with what is wrong with it */
  constructor(
    private readonly store: StoreApi<SessionState>,
    private readonly imports: Pick<RunImports, 'importFiles'>,
    private readonly watchedRun: Pick<WatchedRunController, 'watch'>,
    private readonly notices: Notices,
    private readonly loadFile: (path: string) => Promise<File>,
  ) {}

  /** Lets the agent of a link trade; says why where it cannot, and whoever trades goes on. */
  async watchLinked(path: string): Promise<void> {
    try {
      const run = await this.show(await this.loadFile(path));
      this.store.setState({ agentFile: { path, run } });
    } catch (error) {
      const instead = liveAgentTitle(this.store.getState());
      this.notices.addWhile(
        () => traderKey(this.store.getState()),
        SHARE_TEXTS.noAgentFile(path, reasonOf(error), instead),
      );
    }
  }

  /** Lets the agent of a dropped file trade; says why where it cannot. */
  async watchDropped(file: File): Promise<void> {
    try {
      await this.show(file);
    } catch (error) {
      this.notices.add(SHARE_TEXTS.notShown(file.name, reasonOf(error)));
    }
  }

  /** @throws Error that says what is wrong with the file */
  private async keep(file: File, id: string): Promise<void> {
    if (this.store.getState().runs.some((run) => run.id === id && run.hasPolicy)) return;
    const { refused } = await this.imports.importFiles([file], () => id);
    const [first] = refused;
    if (first !== undefined) throw new Error(first.reason);
  }

  /**
   * @returns the id of its run, which a file of the same content finds again
   * @throws Error that says what is wrong with the file
   */
  private async show(file: File): Promise<string> {
    const bytes = new Uint8Array(await file.arrayBuffer());
    const id = `file-${new ContentHash().absorb(bytes).hex()}`;
    const keeping = this.last.then(async () => await this.keep(file, id));
    this.last = keeping.catch(() => undefined);
    await keeping;
    const run = this.store.getState().runs.find((one) => one.id === id);
    if (run?.hasPolicy !== true) throw new Error(SHARE_TEXTS.noPolicy);
    await this.watchedRun.watch(id);
    return id;
  }
}

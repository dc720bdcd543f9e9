/** Shows the state of the three workers, and replaces one that failed. */
import type { StoreApi } from 'zustand/vanilla';
import type { Lab, WorkerName, WorkerStatus } from '../../lab/types';
import type { ManualController } from '../manual/manualController';
import type { Notices } from '../notices';
import type { SessionState } from '../state';

export class WorkersController {
  constructor(
    private readonly store: StoreApi<SessionState>,
    private readonly lab: Pick<Lab, 'restart'>,
    private readonly manual: Pick<ManualController, 'lose'>,
    private readonly notices: Notices,
  ) {}

  receive(status: WorkerStatus): void {
    const { statuses } = this.store.getState();
    this.store.setState({ statuses: { ...statuses, [status.worker]: status } });
    const isGone = status.state === 'restarting' || status.state === 'failed';
    if (status.worker === 'market' && isGone && this.manual.lose()) {
      this.notices.add('The episode by hand was lost with the market’s worker.');
    }
    if (status.state === 'ready' && status.message !== '') {
      this.notices.add(status.message, status.details);
    }
  }

  restart(worker: WorkerName): void {
    this.lab.restart(worker);
  }
}

/** The market worker runs one live session, see src/session. */
import { expose } from 'comlink';
import { MarketService } from '../src/session/marketService';
import { reportRejections } from './reportRejections';

reportRejections();
const recordings = () => import('../src/lab/storage/playKeptTape');

expose(
  new MarketService(
    () => performance.now(),
    async (hash) => await (await recordings()).playKeptTape(hash),
  ),
);
// Loaded beside the rest, since the page does not use the network once it has loaded; what fails
// here fails again when it is needed, and is said then.
void recordings().catch(() => undefined);

/** The market worker runs one live session, see src/session. */
import { expose } from 'comlink';
import { MarketService } from '../src/session/marketService';
import { reportRejections } from './reportRejections';

/** Milliseconds after which recordings can be played, well after the first trade. */
const RECORDINGS_AFTER_MS = 3000;

reportRejections();
const recordings = () => import('../src/lab/storage/playKeptTape');

expose(
  new MarketService(
    () => performance.now(),
    async (hash) => await (await recordings()).playKeptTape(hash),
  ),
);
// Once the page has loaded, it does not use the network; what fails here fails again when it is
// needed, and is said then.
setTimeout(() => void recordings().catch(() => undefined), RECORDINGS_AFTER_MS);

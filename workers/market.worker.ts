/** The market worker runs one live session, see src/session. */
import { expose } from 'comlink';
import { readKeptTape } from '../src/lab/storage/keptTapes';
import { MarketService } from '../src/session/marketService';
import { reportRejections } from './reportRejections';

reportRejections();
expose(new MarketService(() => performance.now(), readKeptTape));

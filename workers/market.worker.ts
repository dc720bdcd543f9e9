/** The market worker: one live session, see src/session. */
import { expose } from 'comlink';
import { MarketService } from '../src/session/marketService';

expose(new MarketService(() => performance.now()));

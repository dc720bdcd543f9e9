/** Entry of a training thread: a thread does not inherit tsx, so it is loaded here first. */
import { register } from 'tsx/esm/api';

register();
await import(new URL('trainingWorker.ts', import.meta.url).href);

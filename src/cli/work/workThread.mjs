/** Entry of a working thread: a thread does not inherit tsx, so it is loaded here first. */
import { register } from 'tsx/esm/api';

register();
await import(new URL('workThread.ts', import.meta.url).href);

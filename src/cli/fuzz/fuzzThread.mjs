/** A fuzzing thread starts here: it does not inherit tsx, so tsx is loaded first. */
import { register } from 'tsx/esm/api';

register();
await import(new URL('fuzzThread.ts', import.meta.url).href);

/** The stored runs that rivals are, or come from, each as far as it is loaded. */
import type { RivalConfig } from '../../agents/rivals/sharedMarket';
import type { TrainedRival } from '../../agents/rivals/trainedRival';

export type RivalRunState =
  | { readonly kind: 'loading' }
  | {
      readonly kind: 'ready';
      /** Its policy as it was when it was loaded. */
      readonly own: TrainedRival;
      /** Those that it was trained against. */
      readonly rivals: readonly RivalConfig[];
    }
  /** `reason` says why, for a person to read. */
  | { readonly kind: 'missing'; readonly reason: string };

/** States by the id of the run. */
export type RivalRuns = Readonly<Record<string, RivalRunState | undefined>>;

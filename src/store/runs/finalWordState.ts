/** The final word that is being measured, or could not be. */
export interface FinalWordState {
  /** Id of the run that it is about; null when there is none. */
  readonly runId: string | null;
  /** Episodes done of the total while it is measured; null otherwise. */
  readonly progress: { readonly done: number; readonly total: number } | null;
  /** Reason why it could not be measured; empty unless that is so. */
  readonly failure: string;
}

export const NO_FINAL_WORD: FinalWordState = { runId: null, progress: null, failure: '' };

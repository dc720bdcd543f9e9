/** State of the lessons: the one that is open, its steps, and those that were completed. */
import type { LessonId } from '../../content/lessons';
import type { StepResult } from './lessonEvidence';

export interface LessonState {
  readonly open: LessonId | null;
  /** Results of the open lesson's steps. */
  readonly steps: readonly StepResult[];
  readonly completed: readonly LessonId[];
}

export const INITIAL_LESSONS: LessonState = { open: null, steps: [], completed: [] };

/**
 * Shows how far a measurement is, with the way to end it. It takes the place of what began it, and
 * with it the focus.
 */
import type { ReactNode } from 'react';
import { useLandingFocus } from './useLandingFocus';

interface ProgressProps {
  /** Name of the bar for those who cannot see it. */
  readonly label: string;
  /** Share that is done, from 0 to 1. */
  readonly share: number;
  readonly onCancel: () => void;
  readonly testId?: string;
  /** Says in words what is done. */
  readonly children: ReactNode;
}

export function Progress({ label, share, onCancel, testId, children }: ProgressProps) {
  const percent = Math.floor(100 * share);
  const landing = useLandingFocus<HTMLDivElement>();
  return (
    <div
      ref={landing}
      className="progress-block landing"
      role="group"
      aria-label={label}
      tabIndex={-1}
      data-testid={testId}
    >
      <div className="progress-text">
        {children}
        <span className="spacer" />
        <button type="button" className="button" onClick={onCancel}>
          Cancel
        </button>
      </div>
      <div
        className="progress"
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
      >
        <span style={{ width: `${percent}%` }} />
      </div>
    </div>
  );
}

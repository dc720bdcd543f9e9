/**
 * A boundary holds what a part of the page throws while it is drawn. In the part's place it says
 * what happened, with details to copy, and the rest of the page goes on.
 */
import { Component, useCallback, useState, type ReactNode } from 'react';
import { TROUBLE } from '../../content/trouble';
import { describeError } from '../../lab/workerFailure';
import { Copyable } from './Copyable';
import { MissingFileError } from '../../store/missingFile';

interface BoundaryProps {
  /** The part's name at the beginning of a sentence. */
  readonly name: string;
  /** Called before the part is drawn again. */
  readonly onRetry?: () => void;
  /** Stands in the part's place, where there is no room for a message. */
  readonly placeholder?: ReactNode;
  readonly children: ReactNode;
}

interface BoundaryState {
  readonly failure: { readonly error: unknown } | null;
}

export class Boundary extends Component<BoundaryProps, BoundaryState> {
  override state: BoundaryState = { failure: null };

  static getDerivedStateFromError(error: unknown): BoundaryState {
    return { failure: { error } };
  }

  override render(): ReactNode {
    const { failure } = this.state;
    const { name, placeholder, children } = this.props;
    if (failure === null) return children;
    if (placeholder !== undefined) return placeholder;
    return <FailedPart name={name} error={failure.error} onRetry={this.retry} />;
  }

  private readonly retry = (): void => {
    this.props.onRetry?.();
    this.setState({ failure: null });
  };
}

interface FailedPartProps {
  readonly name: string;
  readonly error: unknown;
  readonly onRetry: () => void;
}

function FailedPart({ name, error, onRetry }: FailedPartProps) {
  const isMissing = error instanceof MissingFileError;
  return (
    <div className="failed-part" role="alert">
      <p>
        <b>{TROUBLE.stopped(name)}</b> {error instanceof Error ? error.message : String(error)}
      </p>
      <p className="muted">{isMissing ? TROUBLE.kept : TROUBLE.goesOn}</p>
      <Copyable text={describeError(error)} />
      <div className="notice-actions">
        <button type="button" className="button" onClick={onRetry}>
          {TROUBLE.tryAgain}
        </button>
        {isMissing && <ReloadButton />}
      </div>
    </div>
  );
}

export function ReloadButton() {
  return (
    <button type="button" className="button" onClick={() => window.location.reload()}>
      {TROUBLE.reload}
    </button>
  );
}

/**
 * Returns a function that hands an error to the boundary above. A boundary holds what is thrown
 * while React renders, and canvases draw at other times.
 */
export function useReportError(): (error: unknown) => void {
  const [, setState] = useState(null);
  return useCallback((error: unknown) => {
    setState(() => {
      throw error;
    });
  }, []);
}

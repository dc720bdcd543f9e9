/** A lazy part of the page is a component whose file loads by itself, and can be missing. */
import { Suspense, lazy, useState, type ComponentType, type ReactNode } from 'react';
import { Boundary } from './Boundary';

interface LazyPartOptions {
  /** The part's name at the beginning of a sentence. */
  readonly name: string;
  /** Shown until the file is there. */
  readonly loading: ReactNode;
  /** Shown if the file is missing, where there is no room for a message. */
  readonly placeholder?: ReactNode;
}

/** @param load rejects when the file is missing; called again when a person tries again */
export function lazyPart<Props extends object>(
  load: () => Promise<{ readonly default: ComponentType<Props> }>,
  { name, loading, placeholder }: LazyPartOptions,
) {
  const First = lazy(load);
  return function LazyPart(props: Props) {
    const [Part, setPart] = useState<ComponentType<Props>>(() => First);
    return (
      <Boundary name={name} placeholder={placeholder} onRetry={() => setPart(() => lazy(load))}>
        <Suspense fallback={loading}>
          <Part {...props} />
        </Suspense>
      </Boundary>
    );
  };
}

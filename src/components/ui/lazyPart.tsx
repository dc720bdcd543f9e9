/** A lazy part of the page is a component whose file loads by itself, and can be missing. */
import { Suspense, lazy, useState, type ComponentType, type ReactNode } from 'react';
import { Boundary } from './Boundary';
import type { LazyModule } from '../../store/lazyModule';

interface LazyPartOptions {
  /** The part's name at the beginning of a sentence. */
  readonly name: string;
  /** Shown until the file is there. */
  readonly loading: ReactNode;
  /** Shown if the file is missing, where there is no room for a message. */
  readonly placeholder?: ReactNode;
}

/**
 * Makes a component of a module, which is loaded again when a person tries again. A module that is
 * there already is shown at once.
 */
export function lazyPart<Props extends object>(
  module: LazyModule<{ readonly default: ComponentType<Props> }>,
  { name, loading, placeholder }: LazyPartOptions,
) {
  const First = lazy(module.load);
  return function LazyPart(props: Props) {
    const [Part, setPart] = useState<ComponentType<Props>>(() => module.loaded?.default ?? First);
    return (
      <Boundary
        name={name}
        placeholder={placeholder}
        onRetry={() => setPart(() => lazy(module.load))}
      >
        <Suspense fallback={loading}>
          <Part {...props} />
        </Suspense>
      </Boundary>
    );
  };
}

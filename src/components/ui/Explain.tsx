/** A dotted label opens the glossary entry of a metric. */
import { useState, type ReactNode } from 'react';
import { METRIC_LABELS, type MetricId } from '../../content/glossary/labels';
import { LAZY_MODULES } from '../lazyModules';
import { lazyPart } from './lazyPart';
import { Popover } from './Popover';

const Explanation = lazyPart(LAZY_MODULES.explanation, {
  name: 'Explanation',
  loading: <p className="muted">Loading</p>,
});

interface ExplainProps {
  readonly metric: MetricId;
  /** The formula with its numbers, where only the component that shows it knows them. */
  readonly now?: string;
  /** Replaces the metric's own label. */
  readonly children?: ReactNode;
}

export function Explain({ metric, now, children }: ExplainProps) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Popover label={children ?? METRIC_LABELS[metric]} buttonClass="explain" onOpen={setIsOpen}>
      <Explanation metric={metric} now={now} isOpen={isOpen} />
    </Popover>
  );
}

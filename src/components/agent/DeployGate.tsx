/** Shows the deploy gate as a checklist, with the fallback that quotes where it fails. */
import type { CardGate } from '../../agents/files/agentFile';
import { agentLabel } from '../../content/agents';
import { GATE_SCOPE, gateCheckText, lessThanNothing } from '../../content/gate';
import type { Interval } from '../../evaluation/statistics';
import { Explain } from '../ui/Explain';

const VERDICTS: Readonly<Record<string, { readonly sign: string; readonly words: string }>> = {
  true: { sign: '✓', words: 'passed' },
  false: { sign: '✗', words: 'not passed' },
  null: { sign: '–', words: 'does not apply' },
};

interface DeployGateProps {
  readonly gate: CardGate | null;
  /** Name of the agent that was measured. */
  readonly of: string;
  /** What it returned beyond doing nothing, in dollars per episode; null where that is not known. */
  readonly beyondNothing?: Interval | null;
}

export function DeployGate({ gate, of, beyondNothing = null }: DeployGateProps) {
  if (gate === null) {
    return (
      <div className="muted">
        <Explain metric="deployGate" />: not measured for {of}.
      </div>
    );
  }
  const less = lessThanNothing(beyondNothing);
  return (
    <section className="gate" data-testid="deploy-gate">
      <div>
        <Explain metric="deployGate" /> of {of}:{' '}
        <strong>{gate.passed ? 'Passed' : 'Not passed'}.</strong>{' '}
        <span className="muted">Fallback: {agentLabel(gate.fallback)}</span>
      </div>
      <p className="muted">{GATE_SCOPE}</p>
      {less !== '' && (
        <p>
          <strong>{less}</strong>
        </p>
      )}
      <ul className="card-facts">
        {gate.checks.map((check) => (
          <li key={check.name}>
            <span aria-hidden="true">{VERDICTS[String(check.passed)].sign}</span>{' '}
            <span className="visually-hidden">{VERDICTS[String(check.passed)].words}: </span>
            {gateCheckText(check)}
          </li>
        ))}
      </ul>
    </section>
  );
}

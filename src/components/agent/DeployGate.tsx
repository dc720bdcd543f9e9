/** Shows the deploy gate as a checklist, with the fallback that quotes where it fails. */
import type { CardGate } from '../../agents/files/agentFile';
import { agentLabel } from '../../content/agents';
import { gateCheckText } from '../../content/gate';
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
}

export function DeployGate({ gate, of }: DeployGateProps) {
  if (gate === null) {
    return (
      <div className="muted">
        <Explain metric="deployGate" />: not measured for {of}.
      </div>
    );
  }
  return (
    <section className="gate" data-testid="deploy-gate">
      <div>
        <Explain metric="deployGate" /> of {of}:{' '}
        <strong>{gate.passed ? 'Passed' : 'Not passed'}.</strong>{' '}
        <span className="muted">Fallback: {agentLabel(gate.fallback)}</span>
      </div>
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

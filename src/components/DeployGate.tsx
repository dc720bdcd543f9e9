/** The deploy gate as a checklist: what was measured, what is required, and who quotes instead. */
import type { CardGate } from '../agents/agentFile';
import { formatSignificant } from '../charts/format';
import { agentLabel } from '../content/agents';
import { Explain } from './Explain';

export function DeployGate({ gate }: { readonly gate: CardGate | null }) {
  if (gate === null) {
    return (
      <p className="muted">
        <Explain metric="deployGate" />: not measured for this agent.
      </p>
    );
  }
  return (
    <section className="gate" data-testid="deploy-gate">
      <p>
        <Explain metric="deployGate" /> <strong>{gate.passed ? 'passed' : 'not passed'}</strong>
        <span className="muted">; quotes in its place: {agentLabel(gate.fallback)}</span>
      </p>
      <ul className="card-facts">
        {gate.checks.map(({ name, passed, value, limit }) => (
          <li key={name}>
            <span aria-hidden="true">{passed ? '✓' : '✗'}</span>{' '}
            <span className="visually-hidden">{passed ? 'passed: ' : 'not passed: '}</span>
            {name} <b>{value === null ? 'not measured' : formatSignificant(value)}</b>{' '}
            <span className="muted">{limit}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

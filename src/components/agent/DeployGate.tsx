/** The deploy gate as a checklist: what was measured, what is required, and who quotes instead. */
import type { CardGate } from '../../agents/files/agentFile';
import { formatSignificant } from '../../charts/format';
import { agentLabel } from '../../content/agents';
import { Explain } from '../ui/Explain';

type Check = CardGate['checks'][number];

const VERDICTS: Readonly<Record<string, { readonly sign: string; readonly words: string }>> = {
  true: { sign: '✓', words: 'passed' },
  false: { sign: '✗', words: 'not passed' },
  null: { sign: '–', words: 'does not apply' },
};

function measured(passed: Check['passed'], value: Check['value']): string {
  if (value !== null) return formatSignificant(value);
  return passed === null ? 'none' : 'not measured';
}

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
            <span aria-hidden="true">{VERDICTS[String(passed)].sign}</span>{' '}
            <span className="visually-hidden">{VERDICTS[String(passed)].words}: </span>
            {name} <b>{measured(passed, value)}</b> <span className="muted">{limit}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Says whose profit each line of the chart is, by its dashes. */
import { rivalLetter } from '../../charts/ladderModel';
import { BESIDE_DASH, bookDash } from '../../charts/sideTrace';
import { agentLabel } from '../../content/agents';
import { CHART_TEXTS } from '../../content/charts';
import { RIVAL_TEXTS } from '../../content/rivals';
import { bookRivals } from '../../store/live/rivals';
import { useSession, useSessionState } from '../context';

const SOLID: readonly number[] = [];

export function ProfitLegend() {
  const session = useSession();
  // A rival in the book has a line of its own.
  const beside = useSessionState(() => {
    const agent = session.manual.beside;
    return agent === null || agent.isInBook ? null : agentLabel(agent.agentName);
  });
  const isByHand = useSessionState(({ mode, manual }) => {
    const { player } = session.replay;
    return mode === 'live' ? manual.phase !== 'off' : player?.record.isByHand === true;
  });
  useSessionState(({ replay }) => replay.id);
  // As one text, which is equal while nothing changes.
  const rivals = useSessionState((state) =>
    JSON.stringify(
      bookRivals(state, session.replay.player?.record.rivalNames ?? []).map(({ title }) => title),
    ),
  );
  const titles = JSON.parse(rivals) as readonly string[];
  if (titles.length === 0 && beside === null) {
    return <span className="muted">{CHART_TEXTS.profitScope}</span>;
  }
  return (
    <ul className="legend profit-legend" aria-label="Legend">
      <Line dash={SOLID} name={isByHand ? 'you' : 'agent'} />
      {titles.map((title, index) => (
        // The same agent may trade twice.
        <Line
          key={`${index} ${title}`}
          dash={bookDash(index)}
          name={rivalLetter(index)}
          title={title}
        />
      ))}
      {beside !== null && (
        <Line dash={BESIDE_DASH} name={RIVAL_TEXTS.agent.toLowerCase()} title={beside} />
      )}
    </ul>
  );
}

interface LineProps {
  readonly dash: readonly number[];
  readonly name: string;
  readonly title?: string;
}

function Line({ dash, name, title }: LineProps) {
  return (
    <li title={title}>
      <svg width="22" height="8" aria-hidden="true">
        <line
          x2="22"
          y1="4"
          y2="4"
          stroke="var(--text)"
          strokeWidth="1.5"
          strokeDasharray={dash.join(' ')}
        />
      </svg>
      {name}
      {title !== undefined && <span className="visually-hidden">: {title}</span>}
    </li>
  );
}

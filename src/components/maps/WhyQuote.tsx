/**
 * Why the agent quotes what it does: what each group of features does to both quotes, in ticks and
 * contracts, and the strongest of them in a sentence.
 */
import { QUOTE_QUANTITIES, type QuoteQuantity } from '../../agents/decisions/quotes';
import { formatSigned } from '../../charts/format';
import {
  GROUP_NAMES,
  groupValuesText,
  isInContracts,
  MAPS_TEXTS,
  QUANTITY_NAMES,
  quotesText,
  readsText,
  typicalText,
  whyText,
  WHY_TABLE,
} from '../../content/maps';
import type { WhyAnswer } from '../../protocol/decisions';
import { AskedAbout, AskedNote, Unanswered } from './Unanswered';
import { useMapQuestion, useMapsState } from './useMaps';

const SHOWN = QUOTE_QUANTITIES.filter((quantity) => quantity !== 'spread');

export function WhyQuote() {
  useMapQuestion('why');
  const answer = useMapsState((state) => state.why);
  return (
    <div className="map-body">
      {answer === null ? (
        <Unanswered />
      ) : answer.kind === 'doNothing' ? (
        <p className="empty muted">{MAPS_TEXTS.nothing}</p>
      ) : (
        <Explained answer={answer} />
      )}
    </div>
  );
}

function Explained({ answer }: { readonly answer: WhyAnswer }) {
  const { groups, quotes } = answer.explanation;
  const largest = (isSize: boolean) =>
    Math.max(
      isSize ? 0.5 : 0.1,
      ...groups.flatMap(({ effect }) =>
        SHOWN.filter((quantity) => isInContracts(quantity) === isSize).map((quantity) =>
          Math.abs(effect[quantity]),
        ),
      ),
    );
  const scales = { ticks: largest(false), contracts: largest(true) };
  return (
    <>
      <AskedAbout asked={answer} />
      <p className="why-sentence" data-testid="why-sentence" data-step={answer.step}>
        {whyText(answer)}
      </p>
      {/* A narrow window scrolls the table, from the keyboard, too. */}
      <div className="why-scroll" role="region" aria-label={WHY_TABLE.caption} tabIndex={0}>
        <table className="why-table">
          <caption className="visually-hidden">{WHY_TABLE.caption}</caption>
          <thead>
            <tr>
              <th scope="col">{WHY_TABLE.group}</th>
              {SHOWN.map((quantity) => (
                <th key={quantity} scope="col">
                  {QUANTITY_NAMES[quantity]}
                  <span className="muted">
                    {' '}
                    {isInContracts(quantity) ? WHY_TABLE.contracts : WHY_TABLE.ticks}
                  </span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {groups.map(({ group, effect }) => (
              <tr key={group} data-group={group}>
                <th scope="row">
                  {GROUP_NAMES[group]}{' '}
                  <span className="muted">{groupValuesText(group, answer)}</span>
                </th>
                {SHOWN.map((quantity) => (
                  <td key={quantity}>
                    <Bar
                      quantity={quantity}
                      value={effect[quantity]}
                      most={isInContracts(quantity) ? scales.contracts : scales.ticks}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="map-notes muted">
        <span className="map-now">{quotesText(quotes)}</span>
        <AskedNote asked={answer} />
        <span>{readsText(answer)}</span>
        <span>{typicalText(answer)}</span>
        <span>{WHY_TABLE.note}</span>
      </p>
    </>
  );
}

interface BarProps {
  readonly quantity: QuoteQuantity;
  readonly value: number;
  /** Value of a full bar. */
  readonly most: number;
}

/** A bar from the middle to the side of its sign, with the number beside it. */
function Bar({ quantity, value, most }: BarProps) {
  const width = `${Math.min(50, (50 * Math.abs(value)) / most)}%`;
  const side = quantity.startsWith('bid') ? 'bid' : 'ask';
  const text = formatSigned(value, isInContracts(quantity) ? 1 : 2);
  return (
    <span className="why-cell">
      <span className="why-bar" aria-hidden="true">
        <span className={`${side} ${value < 0 ? 'negative' : 'positive'}`} style={{ width }} />
      </span>
      <span className="number">{text}</span>
    </span>
  );
}

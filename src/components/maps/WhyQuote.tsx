/**
 * Why the agent quotes what it does: what each group of features does to both quotes, in ticks and
 * contracts, and the strongest of them in a sentence.
 */
import { isQuotedEitherWay, type GroupEffect } from '../../agents/decisions/quoteExplanation';
import { QUOTE_QUANTITIES, type QuoteQuantity, type Quotes } from '../../agents/decisions/quotes';
import { formatSigned } from '../../charts/format';
import {
  GROUP_NAMES,
  isInContracts,
  MAPS_TEXTS,
  QUANTITY_NAMES,
  quotesText,
  readsText,
  typicalText,
} from '../../content/maps';
import { groupValuesText, whyText, WHY_TABLE } from '../../content/whyQuote';
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
      ...groups.flatMap((group) =>
        SHOWN.filter((quantity) => isInContracts(quantity) === isSize).map((quantity) =>
          Math.abs(effectShown(quotes, group, quantity) ?? 0),
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
            {groups.map((row) => (
              <tr key={row.group} data-group={row.group}>
                <th scope="row">
                  {GROUP_NAMES[row.group]}{' '}
                  <span className="muted">{groupValuesText(row.group, answer)}</span>
                </th>
                {SHOWN.map((quantity) => (
                  <td key={quantity}>
                    <Bar
                      quantity={quantity}
                      value={effectShown(quotes, row, quantity)}
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

/** An effect in contracts, or in ticks where there is a quote to move; null where there is none. */
function effectShown(quotes: Quotes, group: GroupEffect, quantity: QuoteQuantity): number | null {
  const side = quantity.startsWith('bid') ? 'bid' : 'ask';
  return isInContracts(quantity) || isQuotedEitherWay(quotes, group, side)
    ? group.effect[quantity]
    : null;
}

interface BarProps {
  readonly quantity: QuoteQuantity;
  readonly value: number | null;
  /** Value of a full bar. */
  readonly most: number;
}

/** A bar from the middle to the side of its sign, with the number beside it. */
function Bar({ quantity, value, most }: BarProps) {
  if (value === null) {
    return (
      <span className="why-cell">
        <span className="why-bar" aria-hidden="true" />
        <span className="number muted">{WHY_TABLE.noQuote}</span>
      </span>
    );
  }
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

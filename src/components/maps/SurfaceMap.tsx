/**
 * The response surface: what the agent on screen would quote over two features, with a section
 * through the present beside the map.
 */
import { useCallback } from 'react';
import { featuresOf, type Feature } from '../../agents/decisions/features';
import { QUOTE_QUANTITIES } from '../../agents/decisions/quotes';
import { formatFixed, formatTick } from '../../charts/format';
import {
  drawResponseMap,
  drawSection,
  rangeOfGrid,
  type ResponseMap,
} from '../../charts/responseMap';
import type { Surface } from '../../charts/surface';
import {
  costText,
  FEATURE_NAMES,
  featureValueText,
  isInContracts,
  MAPS_TEXTS,
  QUANTITY_NAMES,
  quantityText,
  quotesText,
  readsText,
  typicalText,
  unquotedText,
} from '../../content/maps';
import { observationLayout } from '../../env/observationLayout';
import type { SurfaceAnswer } from '../../protocol/decisions';
import { liveObservation } from '../../store/live/liveAgentTitle';
import { ChartCanvas } from '../charts/ChartCanvas';
import { useSession, useSessionState } from '../context';
import { AskedAbout, AskedNote, Unanswered } from './Unanswered';
import { useMapQuestion, useMapsState } from './useMaps';

export function SurfaceMap() {
  useMapQuestion('surface');
  const answer = useMapsState((state) => state.surface);
  return (
    <div className="map-body">
      <SurfaceControls />
      {answer === null ? <Unanswered /> : <Answered answer={answer} />}
    </div>
  );
}

function Answered({ answer }: { readonly answer: SurfaceAnswer }) {
  const quantity = useMapsState((state) => state.quantity);
  const milliseconds = useMapsState((state) => state.surfaceMilliseconds);
  const { surface } = answer;
  const now = (wanted: Feature) =>
    answer.features.find(({ feature }) => feature === wanted)?.now ?? Number.NaN;
  const [x, y] = [now(surface.x), now(surface.y)];
  const map: ResponseMap = {
    surface,
    quantity,
    x,
    y,
    xLabel: FEATURE_NAMES[surface.x],
    yLabel: FEATURE_NAMES[surface.y],
    formatX: formatTick,
    formatY: formatTick,
    format: (value) => formatFixed(value, isInContracts(quantity) ? 1 : 2),
  };
  const drawMap = (canvas: Surface) => drawResponseMap(canvas, map);
  const drawLines = (canvas: Surface) =>
    drawSection(canvas, {
      ...map,
      yLabel: isInContracts(quantity) ? MAPS_TEXTS.contracts : MAPS_TEXTS.ticksFromMid,
    });
  const [low, high] = rangeOfGrid(surface.grid[quantity]);
  const unquoted = unquotedText(quantity, surface.grid);
  const at = `${FEATURE_NAMES[surface.x]} ${featureValueText(surface.x, x)}, ${FEATURE_NAMES[surface.y]} ${featureValueText(surface.y, y)}`;
  if (answer.kind === 'doNothing') return <p className="empty muted">{MAPS_TEXTS.nothing}</p>;
  return (
    <>
      <AskedAbout asked={answer} />
      <div
        className="map-figures"
        data-testid="response-surface"
        data-step={answer.step}
        data-weights={JSON.stringify(answer.weights)}
        data-mean={meanOf(surface.grid[quantity])}
        data-milliseconds={milliseconds}
      >
        <figure>
          <figcaption>
            {QUANTITY_NAMES[quantity]}, {quantityText(quantity, low)} to{' '}
            {quantityText(quantity, high)}
            {unquoted !== '' && `, ${unquoted}`}
          </figcaption>
          <ChartCanvas
            className="map-canvas"
            draw={drawMap}
            summary={`${QUANTITY_NAMES[quantity]} over ${FEATURE_NAMES[surface.x]} and ${FEATURE_NAMES[surface.y]}: from ${quantityText(quantity, low)} to ${quantityText(quantity, high)}${unquoted === '' ? '' : `, ${unquoted}`}. Now at ${at}. ${quotesText(answer.quotes)}`}
          />
        </figure>
        <figure>
          <figcaption>
            {MAPS_TEXTS.section}
            <Legend answer={answer} />
          </figcaption>
          <ChartCanvas
            className="map-canvas"
            draw={drawLines}
            summary={`Bid and ask over ${FEATURE_NAMES[surface.x]}, everything else as now.`}
          />
        </figure>
      </div>
      <p className="map-notes muted">
        <span className="map-now">{quotesText(answer.quotes)}</span>
        <AskedNote asked={answer} />
        <span>{readsText(answer)}</span>
        <span>{typicalText(answer)}</span>
        <span>{costText(surface.xValues.length, milliseconds)}</span>
      </p>
    </>
  );
}

/** Which dash is which closed form. */
function Legend({ answer }: { readonly answer: SurfaceAnswer }) {
  return answer.surface.over.map(({ name }, form) => (
    <span key={name} className={`map-form map-form-${form}`}>
      {MAPS_TEXTS.forms[name] ?? name}
    </span>
  ));
}

function SurfaceControls() {
  const session = useSession();
  const { x, y } = useAxes();
  const quantity = useMapsState((state) => state.quantity);
  const basis = useMapsState((state) => state.basis);
  const closedForms = useMapsState((state) => state.closedForms);
  const layout = observationLayout(useSessionState(liveObservation));
  const options = featuresOf(layout);
  const choose = useCallback(
    (axis: 'x' | 'y', feature: Feature) => {
      const other = axis === 'x' ? y : x;
      const swapped = other === feature ? { x: y, y: x } : { [axis]: feature };
      session.maps.set(swapped);
    },
    [session, x, y],
  );
  return (
    <div className="map-controls">
      <div className="segments" role="group" aria-label={MAPS_TEXTS.quantity}>
        {QUOTE_QUANTITIES.map((name) => (
          <button
            key={name}
            type="button"
            aria-pressed={quantity === name}
            onClick={() => session.maps.set({ quantity: name })}
          >
            {QUANTITY_NAMES[name]}
          </button>
        ))}
      </div>
      {(['x', 'y'] as const).map((axis) => (
        <label key={axis}>
          <span className="muted">{axis === 'x' ? MAPS_TEXTS.across : MAPS_TEXTS.up}</span>
          <select
            className="field"
            value={axis === 'x' ? x : y}
            onChange={(event) => choose(axis, event.target.value as Feature)}
          >
            {options.map((feature) => (
              <option key={feature} value={feature}>
                {FEATURE_NAMES[feature]}
              </option>
            ))}
          </select>
        </label>
      ))}
      <span className="map-basis">
        <span className="muted">{MAPS_TEXTS.rest}</span>
        <span className="segments" role="group" aria-label={MAPS_TEXTS.rest}>
          {(['now', 'typical'] as const).map((value) => (
            <button
              key={value}
              type="button"
              aria-pressed={basis === value}
              onClick={() => session.maps.set({ basis: value })}
            >
              {MAPS_TEXTS[value]}
            </button>
          ))}
        </span>
      </span>
      <label className="map-switch">
        <input
          type="checkbox"
          checked={closedForms}
          onChange={(event) => session.maps.set({ closedForms: event.target.checked })}
        />
        {MAPS_TEXTS.closedForms}
      </label>
    </div>
  );
}

function useAxes() {
  const x = useMapsState((state) => state.x);
  const y = useMapsState((state) => state.y);
  return { x, y };
}

const meanOf = (values: Float32Array): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

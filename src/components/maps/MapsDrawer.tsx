/**
 * The drawer of maps opens over the charts and leaves the sliders free: what the agent on screen
 * would quote elsewhere, why it quotes what it does, and what agents give up for what.
 */
import { useState, type ComponentType } from 'react';
import { MAPS_TEXTS } from '../../content/maps';
import { LAZY_MODULES } from '../lazyModules';
import { Drawer } from '../ui/Drawer';
import { lazyPart } from '../ui/lazyPart';
import { useReturnFocus } from '../ui/useReturnFocus';
import { SurfaceMap } from './SurfaceMap';
import { WhyQuote } from './WhyQuote';

const TradeoffMap = lazyPart(LAZY_MODULES.tradeoffMap, {
  name: 'The trade-off',
  loading: <p className="empty muted">Loading</p>,
});

interface MapTab {
  readonly name: string;
  readonly label: string;
  readonly Body: ComponentType;
}

const TABS: readonly MapTab[] = [
  { name: 'surface', label: MAPS_TEXTS.surface, Body: SurfaceMap },
  { name: 'why', label: MAPS_TEXTS.why, Body: WhyQuote },
  { name: 'tradeoff', label: MAPS_TEXTS.tradeoff, Body: TradeoffMap },
];

interface MapsDrawerProps {
  readonly onClose: () => void;
  /** Name of the map that was last looked at, where whoever opens the drawer remembers it. */
  readonly lastTab?: string | null;
  readonly onTab?: (name: string) => void;
}

export function MapsDrawer({ onClose, lastTab = null, onTab }: MapsDrawerProps) {
  const [chosen, setChosen] = useState(lastTab ?? TABS[0].name);
  const choose = (name: string) => {
    setChosen(name);
    onTab?.(name);
  };
  const title = useReturnFocus<HTMLHeadingElement>();
  const { Body } = TABS.find(({ name }) => name === chosen) ?? TABS[0];
  return (
    <Drawer
      titleId="maps-title"
      title={MAPS_TEXTS.title}
      titleRef={title}
      className="drawer maps-drawer"
      closeLabel={MAPS_TEXTS.close}
      onClose={onClose}
      head={
        <>
          {' '}
          <div className="segments map-tabs" role="tablist" aria-label={MAPS_TEXTS.title}>
            {TABS.map(({ name, label }, place) => (
              <button
                key={name}
                type="button"
                role="tab"
                id={`map-tab-${name}`}
                aria-selected={chosen === name}
                aria-controls="map-panel"
                tabIndex={chosen === name ? 0 : -1}
                onClick={() => choose(name)}
                onKeyDown={(event) => {
                  const direction = { ArrowRight: 1, ArrowLeft: -1 }[event.key] ?? 0;
                  if (direction === 0) return;
                  event.preventDefault();
                  event.stopPropagation();
                  const next = TABS[(place + direction + TABS.length) % TABS.length];
                  choose(next.name);
                  document.getElementById(`map-tab-${next.name}`)?.focus();
                }}
              >
                {label}
              </button>
            ))}
          </div>
          <span className="spacer" />
        </>
      }
    >
      <div
        className="map-panel"
        role="tabpanel"
        id="map-panel"
        aria-labelledby={`map-tab-${chosen}`}
      >
        <Body />
      </div>
    </Drawer>
  );
}

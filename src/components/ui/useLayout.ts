/**
 * Tells which of the three layouts fits the window. The style sheets of the layouts use the same
 * widths.
 */
import { useSyncExternalStore } from 'react';

export type Layout = 'wide' | 'medium' | 'narrow';

const QUERIES = { wide: '(min-width: 1200px)', medium: '(min-width: 720px)' } as const;

function subscribe(onChange: () => void): () => void {
  const queries = Object.values(QUERIES).map((query) => window.matchMedia(query));
  for (const query of queries) query.addEventListener('change', onChange);
  return () => {
    for (const query of queries) query.removeEventListener('change', onChange);
  };
}

function currentLayout(): Layout {
  if (window.matchMedia(QUERIES.wide).matches) return 'wide';
  return window.matchMedia(QUERIES.medium).matches ? 'medium' : 'narrow';
}

/**
 * Pixels that stand beside the ladder's rows and the fills: header, hint, transport, tabs, the
 * book's titles and the agent's card. In a narrow window the price chart and the card's profit are
 * in view instead of fills.
 */
const TAKEN = { wide: 404, medium: 448, narrow: 520 } as const;
const LADDER_ROW = 18;
const FILL_ROW = 24;
/** Pixels of a fill's explanation beyond what the agent's card then leaves. */
const EXPLANATION = 210;
/** Fills that are listed even if only some of them are in view. */
const FEWEST_FILLS = 12;
/** Pixels of the list's title. */
const FILLS_HEAD = 30;

/** Pixels of a row of rivals, which holds a button, and of what stands above them. */
export const RIVAL_ROW = 24;
const RIVAL_HEAD = 30;
/** Pixels of a note of two lines on the agent's card. */
const NOTE = 38;
/** Rivals that a window shows which is lower than this; the style sheet scrolls to the others. */
const RIVALS_SEEN = 3;
const ALL_RIVALS_FROM = 1000;
/**
 * A window lower than this shows two rivals below the agent's row, and no table while a fill is
 * explained.
 */
const LOW = 800;
/** Heights of windows below which the demo shows what matters most; the style sheet has them too. */
const LOW_DEMO = { wide: 700, medium: 700, narrow: 800 } as const;

/** Pixels of the table of rivals. @param height of the window */
function rivalsHeight(rivals: number, height: number, explainsFill: boolean): number {
  if (rivals === 0) return 0;
  if (height >= LOW) {
    const seen = height < ALL_RIVALS_FROM ? Math.min(rivals, RIVALS_SEEN) : rivals;
    return RIVAL_HEAD + (1 + seen) * RIVAL_ROW;
  }
  return explainsFill ? 0 : RIVAL_HEAD + (1 + Math.min(rivals, 2)) * RIVAL_ROW;
}

function subscribeHeight(onChange: () => void): () => void {
  window.addEventListener('resize', onChange);
  return () => window.removeEventListener('resize', onChange);
}

/**
 * Shares the height of the window between the ladder and the fills below it. A low window shows
 * three fills whole; a higher one shows more of both.
 *
 * @param least and `most` rows of the ladder
 * @param explainsFill whether one fill is explained in place of the list
 * @param rivals in the table on the agent's card
 * @param notes on that card, of two lines each
 * @returns rows of the ladder, odd, and how many fills are worth listing
 */
export function useRoom(
  { least, most }: { readonly least: number; readonly most: number },
  explainsFill: boolean,
  rivals: number,
  notes = 0,
): { readonly ladderRows: number; readonly fills: number } {
  const height = useSyncExternalStore(subscribeHeight, () => window.innerHeight);
  const layout = useLayout();
  const rivalsTable = rivalsHeight(rivals, height, explainsFill);
  const left = height - TAKEN[layout] - FILLS_HEAD - rivalsTable - notes * NOTE;
  const fillsSeen = layout === 'narrow' ? 0 : Math.max(3, Math.floor(height / 120) - 3);
  const below = explainsFill ? EXPLANATION : fillsSeen * FILL_ROW;
  const fit = Math.floor((left - below) / LADDER_ROW);
  const ladderRows = Math.min(most, Math.max(least, fit - ((fit + 1) % 2)));
  const room = Math.floor((left - ladderRows * LADDER_ROW) / FILL_ROW);
  return { ladderRows, fills: Math.max(FEWEST_FILLS, room) };
}

export const useLayout = (): Layout => useSyncExternalStore(subscribe, currentLayout);

/** Rows of the demo's ladder: few where the charts above it need the height. */
export function useDemoRows(): number {
  const height = useSyncExternalStore(subscribeHeight, () => window.innerHeight);
  const layout = useLayout();
  const isLow = height < LOW_DEMO[layout];
  if (layout !== 'narrow') return isLow ? 11 : 21;
  return isLow ? 7 : 9;
}

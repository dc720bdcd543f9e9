/** The texts of quoting by hand. */
export const MANUAL_TEXTS = {
  enter: 'Same market and seed: your quotes against the agent’s.',
  ready:
    'Click a price in the book, or press J to join both best prices. The clock starts with your first quote.',
  fair: 'You and the agent face the same order flow: results differ only through your own orders.',
  oneBook: 'You and the agent quote in one book: each takes place and trades from the other.',
  outcome: (profitDollars: number, rival: string) =>
    profitDollars === 0
      ? `You and ${rival} made the same in this one episode, to the dollar`
      : `You made ${profitDollars > 0 ? 'more' : 'less'} than ${rival} in this one episode`,
  flattening: 'Flattening: crossing a one-tick spread, at the mid of a wider one.',
  training: 'Training continues. The agent beside you keeps its policy until you are back.',
} as const;

/** Lines as the collector of hftbacktest writes them, by hand. The exchange is at 12:00:00.000. */

const line = (localMs: number, message: unknown) =>
  `${1_700_000_000_000 + localMs}000000 ${JSON.stringify(message)}\n`;

const stream = (name: string, data: object) => ({ stream: `testusdt@${name}`, data });

const depth = (fields: object) =>
  stream('depth@100ms', { e: 'depthUpdate', s: 'TESTUSDT', ...fields });

const trade = (id: number, ms: number, price: string, size: string, isSell: boolean) => {
  const T = 1_700_000_000_000 + ms;
  return stream('trade', {
    e: 'trade',
    E: T + 1,
    s: 'TESTUSDT',
    t: id,
    p: price,
    q: size,
    T,
    m: isSell,
    M: true,
  });
};

/**
 * Spot: an update that the snapshot has, one that it lacks, the snapshot, two trades of one
 * aggressor, and updates. The recorder's clock is 5 ms ahead.
 */
export const BINANCE_SPOT = [
  line(1, stream('bookTicker', { u: 99, s: 'TESTUSDT', b: '10.00', B: '1', a: '10.01', A: '2' })),
  line(5, depth({ E: 1_700_000_000_000, U: 100, u: 101, b: [['10.00', '1.50']], a: [] })),
  line(105, depth({ E: 1_700_000_000_100, U: 102, u: 103, b: [], a: [['10.01', '2.25']] })),
  line(110, {
    lastUpdateId: 101,
    bids: [
      ['10.00000000', '1.50000000'],
      ['9.99000000', '3.00000000'],
    ],
    asks: [
      ['10.01000000', '2.00000000'],
      ['10.02000000', '4.00000000'],
    ],
  }),
  line(155, trade(7, 150, '10.01', '2.00', false)),
  line(156, trade(8, 150, '10.01', '0.25', false)),
  line(205, depth({ E: 1_700_000_000_200, U: 104, u: 110, b: [], a: [['10.01', '0.00']] })),
  line(255, trade(9, 250, '10.00', '0.50', true)),
  line(305, depth({ E: 1_700_000_000_300, U: 111, u: 111, b: [['10.00', '1.00']], a: [] })),
].join('');

/** Futures: a snapshot, updates that follow by `pu`, one that does not, and a snapshot after it. */
export const BINANCE_FUTURES = [
  line(10, {
    lastUpdateId: 1000,
    E: 1_700_000_000_005,
    T: 1_700_000_000_004,
    bids: [['100.0', '5']],
    asks: [['100.5', '6']],
  }),
  line(
    20,
    depth({
      E: 1_700_000_000_015,
      T: 1_700_000_000_014,
      U: 995,
      u: 1010,
      pu: 990,
      b: [['100.0', '4']],
      a: [],
    }),
  ),
  line(
    30,
    depth({
      E: 1_700_000_000_025,
      T: 1_700_000_000_024,
      U: 1015,
      u: 1020,
      pu: 1010,
      b: [['99.5', '7']],
      a: [],
    }),
  ),
  line(
    40,
    depth({
      E: 1_700_000_000_035,
      T: 1_700_000_000_034,
      U: 1041,
      u: 1050,
      pu: 1040,
      b: [['99.0', '9']],
      a: [],
    }),
  ),
  line(50, {
    lastUpdateId: 1050,
    E: 1_700_000_000_044,
    T: 1_700_000_000_044,
    bids: [['99.0', '9']],
    asks: [['99.5', '1']],
  }),
  line(
    60,
    depth({
      E: 1_700_000_000_055,
      T: 1_700_000_000_054,
      U: 1051,
      u: 1060,
      pu: 1050,
      b: [['99.0', '8']],
      a: [],
    }),
  ),
].join('');

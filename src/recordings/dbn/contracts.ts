/**
 * Tick and value of the futures that people record most, for files without a definition record.
 * Source: CME Group, contract specifications.
 */
interface Contract {
  /** Units of price per tick. */
  readonly tickSize: number;
  /** Dollars per unit of price and contract. */
  readonly pointValue: number;
}

const CME: Readonly<Record<string, Contract | undefined>> = {
  ES: { tickSize: 0.25, pointValue: 50 },
  MES: { tickSize: 0.25, pointValue: 5 },
  NQ: { tickSize: 0.25, pointValue: 20 },
  MNQ: { tickSize: 0.25, pointValue: 2 },
  RTY: { tickSize: 0.1, pointValue: 50 },
  YM: { tickSize: 1, pointValue: 5 },
  CL: { tickSize: 0.01, pointValue: 1000 },
  GC: { tickSize: 0.1, pointValue: 100 },
};

/** @param symbol such as ESH4: root, month and year */
export function knownContract(dataset: string, symbol: string): Contract | null {
  if (dataset !== 'GLBX.MDP3') return null;
  const root = /^([A-Z0-9]{1,3})[FGHJKMNQUVXZ]\d{1,2}$/.exec(symbol)?.[1];
  return root === undefined ? null : (CME[root] ?? null);
}

/**
 * Puts the identifiers of results in words: `market.es.returns.lag10` is "market, ES, returns, lag
 * 10".
 */

/** What an identifier is called: a whole name, or a part of one. */
export type Words = Readonly<Record<string, string>>;

/** Identifiers of all measurements that are not their own words. */
const WORDS: Words = {
  overSeeds: 'difference over training seeds',
  overEpisodes: 'difference over episodes',
  iql: 'IQL',
  bc: 'BC',
  bC: 'BC',
  dt: 'Decision Transformer',
  meanAbsInventory: 'mean |inventory|',
  p95AbsInventory: '95th percentile of |inventory|',
  kept500ms: 'kept after 0.5 s',
  carteaJaimungal: 'Cartea-Jaimungal',
  contDeLarrard: 'Cont-de Larrard',
  oneOverK: '1/k',
  auc: 'AUC',
  es: 'ES',
  nq: 'NQ',
  wasm: 'WebAssembly',
  webgpu: 'WebGPU',
  cpu: 'CPU',
  jax: 'jax-js',
};

/**
 * @param name a dotted identifier, or some parts of one; a dot may stand in a number
 * @param own words of the measurement itself, which come before the common ones
 */
export function inWords(name: string, own: Words = {}): string {
  const words = { ...WORDS, ...own };
  if (name in words) return words[name];
  const parts = partsOf(name).map((part) => words[part] ?? partInWords(part));
  return parts.join(', ').replace(' minus, ', ' − ');
}

/** Parts are split at dots, but not within a number such as that of `gamma0.1`. */
const partsOf = (name: string): string[] => name.split(/(?<!\d)\.|\.(?!\d)/);

function partInWords(part: string): string {
  const weight = /^weight(\d+)$/.exec(part)?.[1];
  if (weight !== undefined) return `weight of ${weight} $`;
  const share = /^asked(\d+)$/.exec(part)?.[1];
  if (share !== undefined) return `asked for ${share} %`;
  return part
    .replaceAll('_', '.')
    .replace(/^avellanedaStoikov/, 'Avellaneda-Stoikov ')
    .replace(/^g(lft|LFT)/, 'GLFT ')
    .replace(/^iql/, 'IQL ')
    .replace(/gamma(?=\d)/i, 'γ = ')
    .replace(/([a-z])(?=[A-Z])/g, '$1 ')
    .replace(/ [A-Z](?=[a-z])/g, (start) => start.toLowerCase())
    .replace(/([a-z])(?=\d)/g, '$1 ')
    .replace(/(\d)(?=[a-z])/g, '$1 ')
    .replace(/ +/g, ' ')
    .trim();
}

/** Puts the identifiers of results in words: `market.es.returns.lag10` is "market, ES, returns, lag 10". */

/** Identifiers that are not their own words, whole names before parts of them. */
const WORDS: Readonly<Record<string, string>> = {
  'withoutLuckMinusPlain.return': 'control variate − plain returns',
  'criticMinusPlain.return': 'critic’s returns − plain returns',
  'plainMinus.withoutLuck': 'plain returns − control variate',
  'plainMinus.critic': 'plain returns − critic’s returns',
  overSeeds: 'difference over training seeds',
  overEpisodes: 'difference over episodes',
  plain: 'plain returns',
  withoutLuck: 'control variate',
  critic: 'critic’s returns',
  gambler: 'gamblers of the data',
  steady: 'steady makers of the data',
  spearman: 'Spearman’s ρ',
  gamblersAmongHighest: 'gamblers among the highest tenth',
  calmInCalm: 'trained calm, in calm',
  calmInToxic: 'trained calm, in toxic',
  toxicInToxic: 'trained toxic, in toxic',
  toxicMinusCalm: 'trained toxic − trained calm, in toxic',
  iql: 'IQL',
  bc: 'BC',
  dt: 'Decision Transformer',
  faulty: 'IQL with the fault',
  betweenSeeds: 'two seeds of cloning',
  iqlMinusFaulty: 'IQL − IQL with the fault',
  iqlMinusCloning: 'IQL − cloning',
  faultyMinusCloning: 'IQL with the fault − cloning',
  actionDistance: 'distance of actions from cloning',
  meanAbsInventory: 'mean |inventory|',
  p95AbsInventory: '95th percentile of |inventory|',
  kept500ms: 'kept after 0.5 s',
  avellanedaStoikov: 'Avellaneda-Stoikov',
  glft: 'GLFT',
  carteaJaimungal: 'Cartea-Jaimungal',
  contDeLarrard: 'Cont-de Larrard',
  oneOverK: '1/k',
  auc: 'AUC',
  es: 'ES',
  nq: 'NQ',
  wasm: 'WebAssembly',
  webgpu: 'WebGPU',
  cpu: 'CPU',
  captured: 'compiled',
  jax: 'jax-js',
};

/** @param name a dotted identifier, or some parts of one; a dot may stand in a number */
export function inWords(name: string): string {
  return WORDS[name] ?? partsOf(name).map(partInWords).join(', ');
}

/** Parts are split at dots, but not within a number such as that of `gamma0.1`. */
const partsOf = (name: string): string[] => name.split(/(?<!\d)\.|\.(?!\d)/);

function partInWords(part: string): string {
  const weight = /^weight(\d+)$/.exec(part)?.[1];
  if (weight !== undefined) return `weight of ${weight} $`;
  const share = /^asked(\d+)$/.exec(part)?.[1];
  if (share !== undefined) return `asked for ${share} %`;
  return (
    WORDS[part] ??
    part
      .replaceAll('_', '.')
      .replace(
        /([a-z])([A-Z])/g,
        (_, before: string, after: string) => `${before} ${after.toLowerCase()}`,
      )
      .replace(/([a-z])(\d)/g, '$1 $2')
      .replace(/(\d)([a-z])/g, '$1 $2')
      .replace(/^gamma /, 'γ = ')
  );
}

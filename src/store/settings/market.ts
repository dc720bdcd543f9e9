/** The market and the environment: their settings take effect with the next episode. */
import { ADVERSE_HORIZON_FIELD, ENV_FIELDS } from '../../env/config';
import { MARKET_FIELDS } from '../../market/config';
import { SEED_FIELD } from '../../protocol/run';
import { PARAMETERS_FIELD } from '../../market/synthetic/parameterFields';
import { valuesOfText, valuesText } from '../../market/fields';
import { choice, number, settingsOf, text, values, type Setting } from './kinds';
import { SPLIT_FIELD, SPLIT_LABELS, TAPE_FIELD } from './tapeFields';

const market = settingsOf('market', 'market', MARKET_FIELDS);
const env = settingsOf('market', 'env', ENV_FIELDS);

export const MARKET_SETTINGS = {
  seed: number('market', SEED_FIELD, { label: 'Seed', path: 'seed', slider: { max: 1000 } }),
  preset: market.choice('preset', {
    label: 'Market',
    flag: 'market',
    aliases: ['preset'],
    labels: {
      es: 'ES: large tick',
      nq: 'NQ: small tick',
      avellanedaStoikov: 'Analytic: Poisson fills',
    },
  }),
  regime: market.choice('regime', {
    label: 'Regime',
    labels: {
      base: 'Base',
      calm: 'Calm',
      volatile: 'Volatile',
      toxic: 'Toxic',
      trending: 'Trending',
      switching: 'Switching',
    },
  }),
  parameters: values('market', PARAMETERS_FIELD, {
    label: 'Market parameters',
    path: 'market.parameters',
    codec: {
      write: (text) => (text === '' ? undefined : valuesOfText(String(text))),
      read: (stored) => valuesText((stored ?? {}) as Readonly<Record<string, number>>),
    },
  }),
  tape: text('market', TAPE_FIELD, { label: 'Recording' }),
  tapeSplit: choice('market', SPLIT_FIELD, { label: 'Part', labels: SPLIT_LABELS }),
  episodeLength: env.number('episodeLength', {
    label: 'Episode length',
    aliases: ['steps'],
    slider: { min: 50, max: 20_000, scale: 'log' },
  }),
  orderLatency: env.number('orderLatencyMicroseconds', {
    label: 'Order latency',
    slider: { max: 500_000, scale: 'log' },
  }),
  marketDataLatency: env.number('marketDataLatencyMicroseconds', {
    label: 'Market-data latency',
    slider: { max: 500_000, scale: 'log' },
  }),
  latencyJitter: env.number('latencyJitterMicroseconds', {
    label: 'Latency jitter',
    slider: { max: 100_000, scale: 'log' },
  }),
  makerFee: env.number('makerFeeDollars', { label: 'Maker fee', slider: { min: -2, max: 5 } }),
  takerFee: env.number('takerFeeDollars', { label: 'Taker fee', slider: { min: -2, max: 5 } }),
  maxInventory: env.number('maxInventory', {
    label: 'Inventory limit',
    slider: { max: 500, scale: 'log' },
  }),
  maxOrderSize: env.number('maxOrderSize', {
    label: 'Largest order',
    slider: { max: 100, scale: 'log' },
  }),
  maxLoss: env.number('maxLossDollars', {
    label: 'Loss limit',
    slider: { min: 100, max: 1_000_000, scale: 'log' },
  }),
  postOnly: env.flag('postOnly', { label: 'Post only' }),
  decisionInterval: env.number('decisionIntervalSeconds', {
    label: 'Decision interval',
    slider: { min: 0.01, max: 10, scale: 'log' },
  }),
  flattenAtEnd: env.flag('flattenAtEnd', { label: 'Flatten at the end' }),
  adverseHorizon: choice('market', ADVERSE_HORIZON_FIELD, {
    label: 'Adverse horizon',
    path: 'env.adverseHorizonSeconds',
    codec: { write: Number, read: String },
    labels: { '0.1': '0.1 s', '1': '1 s', '10': '10 s' },
  }),
} as const satisfies Record<string, Setting>;

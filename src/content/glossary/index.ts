/**
 * The glossary explains every number on the page in one sentence, with its formula and what a good
 * value looks like.
 */
import { AGENT_ENTRIES } from './agent';
import { DATA_ENTRIES } from './data';
import { DEPLOYMENT_ENTRIES } from './deployment';
import type { MetricText } from './entry';
import { EVALUATION_ENTRIES } from './evaluation';
import { FACT_ENTRIES } from './facts';
import type { MetricId } from './labels';
import { MARKET_ENTRIES } from './market';
import { REWARD_ENTRIES } from './reward';
import { TRAINING_ENTRIES } from './training';

export const GLOSSARY: Readonly<Record<MetricId, MetricText>> = {
  ...MARKET_ENTRIES,
  ...AGENT_ENTRIES,
  ...REWARD_ENTRIES,
  ...TRAINING_ENTRIES,
  ...EVALUATION_ENTRIES,
  ...DEPLOYMENT_ENTRIES,
  ...DATA_ENTRIES,
  ...FACT_ENTRIES,
};

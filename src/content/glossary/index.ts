/**
 * The glossary explains every number on the page in one sentence, with its formula
 * and what a good value looks like. The keys are the page's metrics: a component
 * can only show a metric that has an entry here.
 */
import { AGENT_ENTRIES } from './agent';
import { DATA_ENTRIES } from './data';
import { DEPLOYMENT_ENTRIES } from './deployment';
import type { GlossaryEntry } from './entry';
import { EVALUATION_ENTRIES } from './evaluation';
import { FACT_ENTRIES } from './facts';
import { MARKET_ENTRIES } from './market';
import { REWARD_ENTRIES } from './reward';
import { TRAINING_ENTRIES } from './training';

export type { GlossaryEntry };

export const GLOSSARY = {
  ...MARKET_ENTRIES,
  ...AGENT_ENTRIES,
  ...REWARD_ENTRIES,
  ...TRAINING_ENTRIES,
  ...EVALUATION_ENTRIES,
  ...DEPLOYMENT_ENTRIES,
  ...DATA_ENTRIES,
  ...FACT_ENTRIES,
} as const satisfies Record<string, GlossaryEntry>;

export type MetricId = keyof typeof GLOSSARY;

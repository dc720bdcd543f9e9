/**
 * Episodes that are fuzzed: with nobody's decisions, with a rule's and with a policy's, and what
 * must hold of an episode that its reader accepts.
 */
import type { AgentSpec } from '../../agents/agentSpec';
import { createAgent } from '../../agents/createAgent';
import { createDecider } from '../../agents/decisions/decider';
import { MANUAL_AGENT_NAME } from '../../agents/manual/manualAgent';
import type { PolicySnapshot } from '../../agents/policies/policySnapshot';
import { scaleAction } from '../../env/actionMap';
import { DEFAULT_ENV_CONFIG, DEFAULT_REWARD_WEIGHTS } from '../../env/config';
import { MarketMakingEnv } from '../../env/marketMakingEnv';
import { observationConfigOf, observationLayout } from '../../env/observationLayout';
import { ACTION_LENGTH, REWARD_TERMS } from '../../env/types';
import { createMarket } from '../../market/createMarket';
import { Rng } from '../../market/rng';
import { besideOf } from '../../session/besideOf';
import { readEpisodeFile, writeEpisodeFile } from '../../protocol/episodeFile';
import {
  FILL,
  FILL_LENGTH,
  SAMPLE,
  SAMPLE_LENGTH,
  SAMPLE_TERMS,
  type EpisodeRecord,
} from '../../protocol/frames';
import {
  DECISION_AT,
  decisionAt,
  typicalOfRecord,
  writeObservation,
} from '../../protocol/recordedDecisions';
import { MarketPlay } from '../../session/episodePlay';
import { must } from './judgement';

/** Decisions that are asked again of an accepted episode: the first, and some of the others. */
const ASKED = 5;

export const exampleEpisodes = (): readonly Uint8Array[] => [
  exampleEpisode({ kind: 'random' }, false),
  exampleEpisode({ kind: 'doNothing' }, false),
  exampleEpisode({ kind: 'inventorySkewed', spreadTicks: 1, skewTicks: 2, sizeFraction: 1 }, true),
  exampleEpisode({ kind: 'network', policy: smallPolicy(), stochastic: false, title: 'one' }, true),
  personsEpisode(exampleEpisode({ kind: 'random' }, false)),
];

export function judgeEpisode(input: Uint8Array): void {
  const file = readEpisodeFile(input);
  const written = writeEpisodeFile(file);
  const again = writeEpisodeFile(readEpisodeFile(written));
  must(
    again.length === written.length && again.every((value, index) => value === written[index]),
    'it changes',
  );
  judgeRows(file.record);
  judgeBeside(file.record);
  judgeDecisions(file.record);
}

function judgeRows({ samples, fills, steps }: EpisodeRecord): void {
  must(steps > 0, 'it has no steps');
  let bought = 0;
  for (let at = 0; at < fills.length; at += FILL_LENGTH) {
    bought += fills[at + FILL.side] * fills[at + FILL.size];
  }
  const last = (steps - 1) * SAMPLE_LENGTH;
  must(samples[last + SAMPLE.inventory] === bought, 'fills are not the inventory');
  let earned = 0;
  for (let at = 0; at <= last; at += SAMPLE_LENGTH) {
    for (let term = 0; term < 4; term += 1) earned += samples[at + SAMPLE_TERMS + term];
  }
  const profit = samples[last + SAMPLE.equityDollars];
  must(Math.abs(earned - profit) <= 1e-3 * Math.max(1, Math.abs(profit)), 'terms are no profit');
  const prices = [SAMPLE.bestBid, SAMPLE.bestAsk].map((field) => samples[last + field]);
  must(!prices.some((price) => Math.abs(price) > 1e9), 'a price is out of all proportion');
}

function judgeBeside({ beside, besideCurve, isByHand, rivalNames }: EpisodeRecord): void {
  must(
    (beside === undefined) === (besideCurve === undefined),
    'half of who played beside is there',
  );
  if (beside === undefined || besideCurve === undefined) return;
  must(isByHand, 'an agent played beside another agent');
  must(!beside.isInBook || (rivalNames ?? []).length > 0, 'nobody is in the book');
  must(besideCurve.every(Number.isFinite), 'a point of the curve beside is not finite');
  for (let at = 2; at < besideCurve.length; at += 2) {
    must(besideCurve[at] >= besideCurve[at - 2], 'time runs back beside');
  }
}

/** Asks the agent of the file again what it would have done, as the maps of a replay do. */
function judgeDecisions(record: EpisodeRecord): void {
  const { decider, decisions, steps, maxInventory } = record;
  must((decider === undefined) === (decisions === undefined), 'half of its decisions are there');
  if (decider === undefined) return;
  const observation = observationConfigOf(decider.observationKey);
  must(observation !== null, 'its observations are of no layout');
  const { maxOrderSize } = decider;
  const env = {
    ...DEFAULT_ENV_CONFIG,
    maxInventory,
    maxOrderSize,
    observation: observation ?? DEFAULT_ENV_CONFIG.observation,
  };
  const agent = createDecider(decider.agent, env);
  const action = new Float64Array(ACTION_LENGTH);
  for (let asked = 0; asked < ASKED; asked += 1) {
    const decision = decisionAt(record, Math.floor((asked * (steps - 1)) / (ASKED - 1)));
    if (decision === null) continue;
    const { situation, weights } = decision;
    must(situation.observation.every(Number.isFinite), 'what it saw is not finite');
    must(Object.values(weights).every(Number.isFinite), 'a weight that it was told is not finite');
    agent.decide(situation, weights, action);
    must(action.every(Number.isFinite), `its action is ${String(action)}`);
  }
  const typical = typicalOfRecord(record);
  must(typical === null || typical.median.every(Number.isFinite), 'nothing is typical of it');
}

function exampleEpisode(spec: AgentSpec, hasDecisions: boolean): Uint8Array {
  const market = { preset: 'es', regime: 'base' } as const;
  const env = { ...DEFAULT_ENV_CONFIG, episodeLength: 40 };
  const play = new MarketPlay(
    new MarketMakingEnv(createMarket(market), env, DEFAULT_REWARD_WEIGHTS),
    null,
  );
  const agent = createAgent(spec, env);
  const action = new Float64Array(ACTION_LENGTH);
  play.start(7);
  agent.reset(7);
  while (play.isActive) {
    agent.act(play.env.context, action);
    if (hasDecisions) noteDecision(play, action);
    play.step(action, agent.name, 0);
  }
  const record = play.record(
    { episode: 1, seed: 7, market, isByHand: false, policyVersion: Number.NaN },
    {
      agent: { kind: 'doNothing' },
      fallback: null,
      weights: DEFAULT_REWARD_WEIGHTS,
      actsOnWeights: false,
    },
    spec,
  );
  return writeEpisodeFile({ record, name: 'one', bookmarks: [{ step: 3, label: 'here' }] });
}

/** Makes the episode a person's, beside whom an agent played the same. */
function personsEpisode(example: Uint8Array): Uint8Array {
  const { record, ...labels } = readEpisodeFile(example);
  const beside = besideOf(record, false);
  return writeEpisodeFile({
    record: { ...record, agentName: MANUAL_AGENT_NAME, isByHand: true, ...beside },
    ...labels,
  });
}

/** Notes what the agent saw and did, as the live session does. */
function noteDecision({ env: { context }, decisions }: MarketPlay, action: Float64Array): void {
  const { row, layout } = decisions;
  row[DECISION_AT.timeLeftSeconds] = context.timeLeftSeconds;
  row[DECISION_AT.volatilityTicks] = context.volatilityTicks;
  row[DECISION_AT.midTicks] = context.midTicks;
  row[DECISION_AT.isReplaced] = 0;
  const mean = new Float64Array(ACTION_LENGTH);
  scaleAction(action, mean);
  row.set(mean, DECISION_AT.mean);
  for (const [index, term] of REWARD_TERMS.entries()) {
    row[DECISION_AT.weights + index] = context.weights[term];
  }
  writeObservation(row, context.observation, layout);
}

/** Makes a network of four units, whose file is small enough to be damaged many times. */
function smallPolicy(): PolicySnapshot {
  const random = new Rng(3);
  const layout = observationLayout(DEFAULT_ENV_CONFIG.observation);
  const layerSizes = [layout.length, 4, ACTION_LENGTH];
  const parameters = layerSizes
    .slice(1)
    .reduce((sum, size, layer) => sum + size * (layerSizes[layer] + 1), 0);
  return {
    kind: 'gaussianMlp',
    version: 1,
    updates: 100,
    layerSizes,
    parameters: Float32Array.from({ length: parameters }, () => 0.1 * random.normal()),
    logStd: new Float32Array(ACTION_LENGTH),
    observationMean: new Float32Array(layout.length),
    observationStd: new Float32Array(layout.length).fill(1),
    observationKey: layout.key,
  };
}

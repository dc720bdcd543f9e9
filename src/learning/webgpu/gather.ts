/** Makes the dispatch that gathers a minibatch from the columns on the device. */
import { WEIGHT_INPUTS } from '../../agents/policies/weightInputs';
import { REWARD_TERM_COUNT } from '../../env/types';
import type {
  Feed,
  TransitionFeed,
  WeightedFeed,
  WeightedWindowFeed,
  WindowFeed,
} from '../compiled/feed';
import { dispatch, elementwise, type Dispatch } from './dispatch';
import {
  GATHER_SHADER,
  GATHER_WEIGHTED_SHADER,
  GATHER_WEIGHTED_WINDOWS_SHADER,
  GATHER_WINDOWS_SHADER,
} from './shaders/gather';

type Columns = readonly Float32Array[];
type Starts = readonly number[];

/** @param starts of the columns, one after another */
export function gatherDispatch(feed: Feed, columns: Columns, starts: Starts): Dispatch {
  if (feed.kind === 'windows') return gatherWindows(feed, starts);
  if (feed.kind === 'weightedWindows') return gatherWeightedWindows(feed, starts);
  return feed.kind === 'weighted'
    ? gatherWeighted(feed, columns, starts)
    : gatherTransitions(feed, columns, starts);
}

function gatherWeighted(
  { regions }: WeightedFeed,
  [, actions, terms]: Columns,
  [, actionColumn, termColumn, terminalColumn, weightColumn, inputColumn]: Starts,
): Dispatch {
  const { size } = regions;
  const width = regions.observations.length / size;
  const operands = {
    size,
    width,
    observationLength: width - WEIGHT_INPUTS,
    actionWidth: (REWARD_TERM_COUNT * actions.length) / terms.length,
    terms: REWARD_TERM_COUNT,
    weightInputs: WEIGHT_INPUTS,
    observations: regions.observations.offset,
    nextObservations: regions.nextObservations.offset,
    actions: regions.actions.offset,
    rewards: regions.rewards.offset,
    terminals: regions.terminals.offset,
    termWeights: regions.termWeights.offset,
    actionColumn,
    termColumn,
    terminalColumn,
    weightColumn,
    inputColumn,
  };
  return dispatch(GATHER_WEIGHTED_SHADER, operands, elementwise(size * width));
}

function gatherTransitions(
  { regions }: TransitionFeed,
  [, actions, rewards]: Columns,
  [, actionColumn, rewardColumn, terminalColumn]: Starts,
): Dispatch {
  const { size } = regions;
  const rows = rewards.length;
  const width = size > 0 ? regions.observations.length / size : 0;
  const actionWidth = rows > 0 ? actions.length / rows : 0;
  const invocationsPerSlot = Math.max(width, actionWidth, 1);
  const operands = {
    size,
    width,
    actionWidth,
    invocationsPerSlot,
    observations: regions.observations.offset,
    nextObservations: regions.nextObservations.offset,
    actions: regions.actions.offset,
    rewards: regions.rewards.offset,
    terminals: regions.terminals.offset,
    actionColumn,
    rewardColumn,
    terminalColumn,
  };
  return dispatch(GATHER_SHADER, operands, elementwise(size * invocationsPerSlot));
}

function gatherWindows(
  { regions, sampler }: WindowFeed,
  [, actionColumn, returnColumn]: Starts,
): Dispatch {
  const { size, context } = regions;
  const steps = size * context;
  const width = regions.observations.length / steps;
  const actionWidth = regions.actions.length / steps;
  const invocationsPerStep = Math.max(width, actionWidth);
  const operands = {
    size,
    context,
    width,
    actionWidth,
    invocationsPerStep,
    returnsToGo: regions.returnsToGo.offset,
    observations: regions.observations.offset,
    actions: regions.actions.offset,
    timesteps: regions.timesteps.offset,
    mask: regions.mask.offset,
    actionColumn,
    returnColumn,
    bucket: sampler.scales.bucket,
    tableRows: sampler.scales.timesteps,
  };
  return dispatch(GATHER_WINDOWS_SHADER, operands, elementwise(steps * invocationsPerStep));
}

function gatherWeightedWindows(
  { regions, sampler }: WeightedWindowFeed,
  [, actionColumn, termColumn, weightColumn, inputColumn]: Starts,
): Dispatch {
  const { size, context } = regions;
  const steps = size * context;
  const width = regions.observations.length / steps;
  const operands = {
    size,
    context,
    width,
    observationLength: width - WEIGHT_INPUTS,
    actionWidth: regions.actions.length / steps,
    terms: REWARD_TERM_COUNT,
    weightInputs: WEIGHT_INPUTS,
    returnsToGo: regions.returnsToGo.offset,
    observations: regions.observations.offset,
    actions: regions.actions.offset,
    timesteps: regions.timesteps.offset,
    mask: regions.mask.offset,
    actionColumn,
    termColumn,
    weightColumn,
    inputColumn,
    bucket: sampler.scales.bucket,
    tableRows: sampler.scales.timesteps,
  };
  return dispatch(GATHER_WEIGHTED_WINDOWS_SHADER, operands, elementwise(steps * width));
}

/** The dispatch that gathers a minibatch from the columns on the device. */
import type { Feed, TransitionFeed, WindowFeed } from '../compiled/feed';
import { elementwise, type Dispatch } from './dispatch';
import { GATHER_SHADER } from './shaders/elementwise';
import { GATHER_WINDOWS_SHADER } from './shaders/windows';

type Columns = readonly Float32Array[];
type Starts = readonly number[];

/** @param starts of the columns, one after another */
export function gatherDispatch(feed: Feed, columns: Columns, starts: Starts): Dispatch {
  return feed.kind === 'transitions'
    ? gatherTransitions(feed, columns, starts)
    : gatherWindows(feed, starts);
}

function gatherTransitions(
  { regions }: TransitionFeed,
  [, actions, rewards]: Columns,
  [, actionColumn, rewardColumn, terminalColumn]: Starts,
): Dispatch {
  const rows = rewards.length;
  const width = regions.size > 0 ? regions.observations.length / regions.size : 0;
  const actionWidth = rows > 0 ? actions.length / rows : 0;
  const perSlot = Math.max(width, actionWidth, 1);
  const places = [
    regions.observations,
    regions.nextObservations,
    regions.actions,
    regions.rewards,
    regions.terminals,
  ].map((region) => region.offset);
  const sizes = [regions.size, width, actionWidth, perSlot];
  return {
    shader: GATHER_SHADER,
    operands: [...sizes, ...places, actionColumn, rewardColumn, terminalColumn],
    workgroups: elementwise(regions.size * perSlot),
  };
}

function gatherWindows(
  { regions, sampler }: WindowFeed,
  [, actionColumn, returnColumn]: Starts,
): Dispatch {
  const steps = regions.size * regions.context;
  const width = regions.observations.length / steps;
  const actionWidth = regions.actions.length / steps;
  const perStep = Math.max(width, actionWidth);
  const places = [
    regions.returnsToGo,
    regions.observations,
    regions.actions,
    regions.timesteps,
    regions.mask,
  ].map((region) => region.offset);
  const sizes = [regions.size, regions.context, width, actionWidth, perStep];
  const { bucket, timesteps } = sampler.scales;
  return {
    shader: GATHER_WINDOWS_SHADER,
    operands: [...sizes, ...places, actionColumn, returnColumn, bucket, timesteps],
    workgroups: elementwise(steps * perStep),
  };
}

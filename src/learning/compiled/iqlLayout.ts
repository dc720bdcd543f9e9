/** Lays out and names everything that an update of IQL keeps in its arena. */
import type { IqlSettings } from '../algorithms/iqlSettings';
import { TRAINING_METRICS } from '../algorithms/trainingMetrics';
import { ArenaLayout } from './arena';
import { allocateBatch } from './batchRegions';
import {
  allocateActivations,
  allocateNetwork,
  allocateTrained,
  type NetworkShape,
} from './network';
import { SCHEDULE_LENGTH } from './program';
import { Scratch } from './scratch';
import { data } from './value';

/** Optimisers in the order of their schedules. */
const IQL_OPTIMISERS = ['value', 'policy', 'critics'] as const;
type IqlOptimiser = (typeof IQL_OPTIMISERS)[number];

export type IqlLayout = ReturnType<typeof layOutIql>;

export function layOutIql(settings: IqlSettings, rows: number) {
  const { observationLength, actionLength, hiddenSizes, rewardTerms = 1 } = settings;
  const policy: NetworkShape = {
    sizes: [observationLength, ...hiddenSizes, actionLength],
    twins: 1,
    extra: actionLength,
  };
  const value: NetworkShape = {
    sizes: [observationLength, ...hiddenSizes, rewardTerms],
    twins: 1,
  };
  const critics: NetworkShape = {
    sizes: [observationLength + actionLength, ...hiddenSizes, rewardTerms],
    twins: 2,
  };
  const arena = new ArenaLayout();
  // The order of the networks is that of their norms among the training metrics.
  const { networks, reportNorms } = allocateTrained(arena, { policy, value, critics });
  const targets = allocateNetwork(arena, critics);
  const schedule = arena.allocate(IQL_OPTIMISERS.length * SCHEDULE_LENGTH);
  const metrics = arena.allocate(TRAINING_METRICS.length);
  const batch = allocateBatch(arena, rows, observationLength, actionLength, rewardTerms);
  const pairs = arena.allocate(rows * critics.sizes[0]);
  const activations = {
    value: allocateActivations(arena, value, 2 * rows),
    policy: allocateActivations(arena, policy, rows),
    /** The targets run in them too: their Q has been used by the time the critics run. */
    critics: allocateActivations(arena, critics, rows),
  };
  const { offset: states } = batch.observations;
  return {
    rows,
    rewardTerms,
    arena,
    scratch: new Scratch(arena),
    networks: { ...networks, targets },
    reportNorms,
    schedule,
    metrics,
    batch,
    /** s, [rows × observation]. */
    states: data(states, rows, observationLength),
    /** s, then s′, so that one pass can take both. */
    allStates: data(states, 2 * rows, observationLength),
    /** (s, a), the critics' input. */
    pairs: data(pairs.offset, rows, critics.sizes[0]),
    /** Advantage weights, [rows]. */
    weights: arena.allocate(rows),
    /** Second moments of the terms' advantages, [terms × terms]; empty without terms. */
    moments: arena.allocate(rewardTerms > 1 ? rewardTerms * rewardTerms : 0),
    activations,
    /** Q(s, a) of the targets, then of the critics, [2 × rows × terms]. */
    q: activations.critics[activations.critics.length - 1].offset,
    /** V(s), then V(s′), [2·rows × terms]. */
    values: activations.value[activations.value.length - 1].offset,
  };
}

/** Gives the address of an optimiser's part of the schedule. */
export function scheduleOf({ schedule }: IqlLayout, optimiser: IqlOptimiser): number {
  return schedule.offset + IQL_OPTIMISERS.indexOf(optimiser) * SCHEDULE_LENGTH;
}

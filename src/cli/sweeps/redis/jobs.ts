/**
 * What travels through the queue: the name of a unit, and nothing else. What it is to do lies in
 * the store under that name, which is its hash. A job from elsewhere is hostile until it is read.
 */
import type { JobsOptions } from 'bullmq';
import { z } from 'zod';
import { parseInput } from '../../../market/parseInput';
import { MOST_TRIES } from '../failures';
import { checkUnitName, type Unit } from '../units';

/** Queues by what performs them: trainings on WebGPU need a device, all else takes a core. */
export const QUEUE_KINDS = ['cores', 'webgpu'] as const;
export type QueueKind = (typeof QUEUE_KINDS)[number];

export const queueOf = (unit: Unit): QueueKind =>
  unit.kind === 'train' && unit.backend === 'webgpu' ? 'webgpu' : 'cores';

/**
 * Workers of another build listen to other queues, so that they never take what they must refuse.
 */
export const queueName = (kind: QueueKind, build: string): string =>
  `nanoarb-${kind}-${build.replace(/[^0-9A-Za-z.]/g, '-')}`;

const jobSchema = z.strictObject({
  unit: z.unknown().transform((name) => checkUnitName(name, 'job.unit')),
});
export type UnitJob = z.output<typeof jobSchema>;

/** @throws InvalidInputError for what is no job of a sweep */
export const parseJob = (data: unknown): UnitJob => parseInput(jobSchema, data, 'job');

/**
 * A unit has one job at a time, called as it is. A job that ended leaves nothing behind: the store
 * says what is done.
 */
export const jobOptions = (name: string): JobsOptions => ({
  jobId: name,
  attempts: MOST_TRIES,
  removeOnComplete: true,
  removeOnFail: true,
});

import { expect, it } from 'vitest';
import { readCriticFile, writeCriticFile } from '../../../src/agents/files/criticFile';
import { DEFAULT_REWARD_WEIGHTS } from '../../../src/env/config';
import { ACTION_LENGTH, REWARD_TERM_COUNT } from '../../../src/env/types';
import { WEIGHT_RANGES } from '../../../src/env/weightRanges';
import { WEIGHT_INPUTS } from '../../../src/agents/policies/weightInputs';
import type { CriticSnapshot } from '../../../src/agents/policies/criticPair';
import { readSafetensors, writeSafetensors } from '../../../src/agents/files/safetensors';
import { InvalidInputError } from '../../../src/market/validation';
import { Rng } from '../../../src/market/rng';

const rng = new Rng(2);
const numbers = (length: number) => Float32Array.from({ length }, () => rng.normal());
const critics: CriticSnapshot = {
  layerSizes: [8, 4, 1],
  critics: [numbers(41), numbers(41)],
  observationMean: numbers(3),
  observationStd: Float32Array.of(1, 2, 3),
  rewardScale: 0.1,
  discount: 0.95,
  dollarsPerTick: 12.5,
};
const file = writeCriticFile({ critics, weights: DEFAULT_REWARD_WEIGHTS });

it('a critics’ file gives back every bit', () => {
  expect(readCriticFile(file)).toStrictEqual({ critics, weights: DEFAULT_REWARD_WEIGHTS });
  const plain = { critics: { ...critics, dollarsPerTick: null }, weights: null };
  expect(readCriticFile(writeCriticFile(plain))).toStrictEqual(plain);
});

it('critics that are told the weights come with the ranges and the basis of the terms', () => {
  const told: CriticSnapshot = {
    ...critics,
    layerSizes: [3 + WEIGHT_INPUTS + ACTION_LENGTH, 4, REWARD_TERM_COUNT],
    critics: [numbers(114), numbers(114)],
    rewardScale: 1,
    weighting: { ranges: WEIGHT_RANGES, basis: [...numbers(REWARD_TERM_COUNT ** 2)] },
  };
  const written = writeCriticFile({ critics: told, weights: DEFAULT_REWARD_WEIGHTS });
  expect(readCriticFile(written).critics).toStrictEqual(told);
  const { tensors, metadata } = readSafetensors(written);
  const short = { critics: metadata.critics.replace('"basis":[', '"basis":[1,') };
  expect(() => readCriticFile(writeSafetensors({ tensors, metadata: short }))).toThrow(
    'critics.weighting.basis: expected 36 numbers',
  );
});

it('a file from before weights were written opens, and does not say them', () => {
  const { tensors, metadata } = readSafetensors(file);
  const description = JSON.parse(metadata.critics) as Record<string, unknown>;
  delete description.weights;
  const old = writeSafetensors({ tensors, metadata: { critics: JSON.stringify(description) } });
  expect(readCriticFile(old)).toStrictEqual({ critics, weights: null });
});

it('a file that is cut short, lacks a part, or does not fit is refused', () => {
  expect(() => readCriticFile(file.slice(0, file.length - 8))).toThrow(InvalidInputError);
  const { tensors, metadata } = readSafetensors(file);
  const without = new Map(tensors);
  without.delete('critic2');
  expect(() => readCriticFile(writeSafetensors({ tensors: without, metadata }))).toThrow(
    'critics.critic2',
  );
  const other = { critics: metadata.critics.replace('[8,4,1]', '[9,4,1]') };
  expect(() => readCriticFile(writeSafetensors({ tensors, metadata: other }))).toThrow(
    'critics.layerSizes',
  );
  const scaleless = { critics: metadata.critics.replace('0.1', '0') };
  expect(() => readCriticFile(writeSafetensors({ tensors, metadata: scaleless }))).toThrow(
    'critics.rewardScale',
  );
});

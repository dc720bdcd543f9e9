/** A trained policy as one JSON file; weights are little-endian float32 in base64. */
import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import type { PolicySnapshot } from '../agents/policySnapshot';
import { InvalidInputError, parseInput } from '../market/validation';

const floats = z
  .string({ error: 'little-endian float32 numbers in base64' })
  .refine((text) => Buffer.from(text, 'base64').byteLength % 4 === 0, {
    error: 'little-endian float32 numbers in base64',
  })
  .transform((text) => {
    const bytes = Buffer.from(text, 'base64');
    return Float32Array.from({ length: bytes.byteLength / 4 }, (_, index) =>
      bytes.readFloatLE(4 * index),
    );
  });

const policyFileSchema = z.strictObject({
  kind: z.literal('gaussianMlp', { error: '"gaussianMlp"' }),
  version: z.int({ error: 'a whole number' }),
  updates: z.int({ error: 'a whole number' }),
  layerSizes: z.array(z.int().min(1)).min(2),
  parameters: floats,
  logStd: floats,
  observationMean: floats,
  observationStd: floats,
  observationKey: z.string(),
});

export function writePolicy(path: string, policy: PolicySnapshot): void {
  writeFileSync(
    path,
    `${JSON.stringify(policy, (_key, value: unknown) =>
      value instanceof Float32Array ? toBase64(value) : value,
    )}\n`,
  );
}

/** @throws InvalidInputError naming the file and the first field that is wrong */
export function readPolicy(path: string): PolicySnapshot {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new InvalidInputError(path, 'a policy written by train --policy', reason);
  }
  return parseInput(policyFileSchema, value, path);
}

function toBase64(values: Float32Array): string {
  const bytes = Buffer.alloc(4 * values.length);
  values.forEach((value, index) => bytes.writeFloatLE(value, 4 * index));
  return bytes.toString('base64');
}

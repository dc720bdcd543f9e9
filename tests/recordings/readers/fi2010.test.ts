import { expect, it } from 'vitest';
import { fi2010 } from '../../../src/recordings/readers/fi2010';
import { readRecording } from '../readText';

const ROW = Array.from({ length: 400 }, (_, at) => `  ${(0.26 + at / 1e4).toExponential(7)}`).join(
  '',
);

it('refuses FI-2010, and says that it has neither prices nor times', async () => {
  const read = readRecording(fi2010, { 'Train_Dst_NoAuction_ZScore_CF_1.txt': `${ROW}\n${ROW}\n` });
  await expect(read).rejects.toThrow(
    'expected prices and times of a market, found FI-2010, which has normalised features',
  );
});

it('leaves files of few numbers to others', () => {
  const recognise = (text: string) => fi2010.recognise(new TextEncoder().encode(text));
  expect(recognise('0.25 0.26 0.27\n')).toBeNull();
  expect(recognise('')).toBeNull();
  expect(recognise('34200.1,1,2,3,4,1\n'.repeat(200))).toBeNull();
});

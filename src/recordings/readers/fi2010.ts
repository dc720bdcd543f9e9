/**
 * Knows the benchmark files of FI-2010 (Ntakaris et al. 2018), to say why they make no tape: 149
 * rows of normalised features, one column per ten events.
 */
import type { RecordingFormat } from '../reader';
import { RecordingError } from '../recordingError';

/** Numbers in the first row that only such a file has behind each other. */
const FEWEST_NUMBERS = 100;

export const fi2010: RecordingFormat = {
  name: 'FI-2010',
  isRefused: true,
  requiredParts: [],
  recognise: (head) => {
    const [first] = new TextDecoder().decode(head.subarray(0, 1 << 14)).split('\n');
    const numbers = first.trim().split(/\s+/).slice(0, FEWEST_NUMBERS);
    const isPlain = numbers.every((number) => /^-?\d(\.\d+)?(e[-+]?\d+)?$/i.test(number));
    return isPlain && numbers.length === FEWEST_NUMBERS ? 'features' : null;
  },
  read: ([{ name }]) => {
    const found = 'FI-2010, which has normalised features, and neither prices nor times';
    return Promise.reject(
      new RecordingError({ file: name, line: 1 }, 'format', 'prices and times of a market', found),
    );
  },
};

/** Markets in words: a recording is not mistaken for the preset in its config. */
import { describe, expect, it } from 'vitest';
import { marketTitle } from '../../src/content/markets';

describe('marketTitle', () => {
  it('names preset and regime, or the instrument of a recording', () => {
    expect(marketTitle({ preset: 'es', regime: 'base' })).toBe('ES');
    expect(marketTitle({ preset: 'nq', regime: 'toxic' })).toBe('NQ toxic');
    const tape = { hash: '62ab919203edf27c', instrument: 'ESH4', split: 'test' } as const;
    expect(marketTitle({ preset: 'es', regime: 'base', tape })).toBe('recorded ESH4');
  });
});

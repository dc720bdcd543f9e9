import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RUN_FLAGS } from '../../../src/cli/program/runFlags';
import { COMMON_FLAGS, describeFlags, parseFlags, wholeFlag } from '../../../src/cli/program/flags';

const table = {
  market: { kind: 'choice', default: 'es', choices: ['es', 'nq'], help: 'market preset' },
  updates: wholeFlag({ default: 500, min: 1, max: 1000, help: 'optimiser updates' }),
  dtUpdates: {
    ...wholeFlag({ default: 500, min: 1, max: 1000, help: 'Updates of the transformer.' }),
    follows: 'updates',
    aliases: ['transformer-updates'],
  },
  discount: {
    kind: 'number',
    default: 0.99,
    min: 0,
    max: 1,
    whole: false,
    unit: '',
    help: 'per step',
  },
  ...COMMON_FLAGS,
} as const;

describe('flags of the command line', () => {
  it('default to what their table says', () => {
    expect(parseFlags(table, [])).toEqual({
      market: 'es',
      updates: 500,
      dtUpdates: 500,
      discount: 0.99,
      json: null,
      overwrite: false,
      help: false,
    });
  });

  it('take values after a space or an equals sign', () => {
    expect(
      parseFlags(table, ['--market', 'nq', '--updates=7', '--discount', '1e-2', '--help']),
    ).toMatchObject({ market: 'nq', updates: 7, discount: 0.01, help: true });
    expect(parseFlags(table, ['--json', 'out.json']).json).toBe('out.json');
  });

  it('take one name or another, and are refused by the one that was typed', () => {
    expect(parseFlags(table, ['--transformer-updates=9']).dtUpdates).toBe(9);
    expect(() => parseFlags(table, ['--transformer-updates=0'])).toThrow(
      '--transformer-updates: expected a whole number from 1 to 1000, got "0"',
    );
  });

  it('follow another flag until they are given themselves', () => {
    expect(parseFlags(table, ['--updates=7'])).toMatchObject({ updates: 7, dtUpdates: 7 });
    expect(parseFlags(table, ['--dt-updates=9', '--updates=7'])).toMatchObject({
      updates: 7,
      dtUpdates: 9,
    });
  });

  it.each([
    [['--market', 'cl'], '--market: expected one of es, nq, got "cl"'],
    [['--market'], '--market: expected one of es, nq, got nothing'],
    [['--updates', '0'], '--updates: expected a whole number from 1 to 1000, got "0"'],
    [['--updates', '1.5'], '--updates: expected a whole number from 1 to 1000, got "1.5"'],
    [['--updates', 'many'], '--updates: expected a whole number from 1 to 1000, got "many"'],
    [['--updates='], '--updates: expected a whole number from 1 to 1000, got ""'],
    [['--updates', '0x10'], '--updates: expected a whole number from 1 to 1000, got "0x10"'],
    [['--updates=7', '--updates=7'], '--updates: expected the flag once, got "it twice"'],
    [['--discount', '-1'], '--discount: expected a number from 0 to 1'],
    [['--discount', 'NaN'], '--discount: expected a number from 0 to 1, got "NaN"'],
    [
      ['--seeds', '3'],
      'flag: expected one of --market, --updates, --dt-updates, --discount, --json, --overwrite, --help',
    ],
    [['fast'], 'argument: expected a flag such as --seed 1, got "fast"'],
    [['--help=yes'], '--help: expected no value, got "yes"'],
    [['--json'], '--json: expected FILE, got nothing'],
  ])('%j is refused with the flag, what was expected and what came', (args, message) => {
    expect(() => parseFlags(table, args)).toThrow(message);
  });

  it('of a long table are not all listed: those that may have been meant are', () => {
    expect(() => parseFlags(RUN_FLAGS, ['--inventory-penality=3'])).toThrow(
      'flag: expected one of those that --help lists, such as --inventory-penalty or --inventory-pnl or',
    );
    expect(() => parseFlags(RUN_FLAGS, ['--nothing-like-it'])).toThrow('that --help lists, got');
  });

  it('give a number inside the range, or an error that names the flag', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.double().map(String)), (text) => {
        try {
          const { updates } = parseFlags(table, [`--updates=${text}`]);
          expect(Number.isInteger(updates) && updates >= 1 && updates <= 1000).toBe(true);
        } catch (error) {
          expect(String(error)).toContain('--updates: expected a whole number from 1 to 1000');
        }
      }),
    );
  });

  it('are all described, with their defaults', () => {
    const help = describeFlags(table);
    expect(help.split('\n')).toHaveLength(7);
    expect(help).toMatch(/--market es\|nq +market preset \(es\)/);
    expect(help).toMatch(/--json FILE +also write/);
    expect(help).toContain(
      '--dt-updates N  Updates of the transformer (500 or as --updates; 1 to 1000); also --transformer-updates',
    );
  });
});

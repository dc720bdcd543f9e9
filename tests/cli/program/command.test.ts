import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { defineCommand, runProgram } from '../../../src/cli/program/command';
import { oneFile } from '../../../src/cli/program/flags';
import { InvalidInputError } from '../../../src/market/validation';
import { readAgent, readBytes } from '../../../src/cli/output/files';
import { writeFolder, writeTarget } from '../../../src/cli/output/target';
import { ProgressLine } from '../../../src/cli/output/progress';
import { judged } from '../../../src/cli/output/results';

const double = defineCommand(
  'doubles a number',
  {
    value: {
      kind: 'number',
      whole: false,
      unit: '',
      default: 1,
      min: 0,
      max: 10,
      help: 'to double',
    },
  },
  ({ value }, terminal) => {
    terminal.print(`twice ${value}`);
    return {
      config: { value },
      results: [judged('double.value', 2 * value, 'units', [0, 10])],
    };
  },
);

const greet = defineCommand(
  'greets',
  { whom: { kind: 'choice', default: 'all', choices: ['all', 'one'], help: 'to greet' } },
  ({ whom }, terminal) => {
    terminal.print(`hello ${whom}`);
    return { config: {}, results: [] };
  },
  'whom',
);

const broken = defineCommand('throws', {}, () => {
  throw new Error('out of memory');
});

const full = defineCommand(
  'writes where nothing can be written',
  { out: { kind: 'text', writes: 'results', placeholder: 'FILE', help: 'where to write' } },
  ({ out }) => {
    if (out === null) readFileSync('/nowhere/to/be/found');
    else writeTarget(out, ['x']);
    return { config: {}, results: [] };
  },
);

/** Reads a file that goes while it works, in one of several ways, or writes into a folder. */
const files = defineCommand(
  'reads and writes files',
  {
    agent: {
      kind: 'text',
      reads: oneFile,
      placeholder: 'FILE',
      aliases: ['policy'],
      help: 'to read',
    },
    out: { kind: 'text', placeholder: 'DIR', help: 'to write into' },
    how: {
      kind: 'choice',
      default: 'whole',
      choices: ['whole', 'raw', 'content'],
      help: 'to read',
    },
  },
  async ({ agent, out, how }) => {
    if (out !== null) writeFolder(out, (folder) => writeTarget(join(folder, 'no', 'file'), ['x']));
    if (agent === null) throw new InvalidInputError('--agent: card.name', 'a text', 7);
    if (how === 'content') await readAgent(agent);
    rmSync(agent);
    if (how === 'raw') readFileSync(agent);
    else readBytes(agent);
    return { config: {}, results: [] };
  },
);

async function run(...args: string[]) {
  let printed = '';
  let errors = '';
  const spy = vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    errors += String(text);
    return true;
  });
  const terminal = {
    print: (text: string) => void (printed += `${text}\n`),
    progress: new ProgressLine({ write: () => true }, () => 0),
  };
  const code = await runProgram('lab', { double, greet, broken, full, files }, args, terminal);
  spy.mockRestore();
  return { code, printed, errors };
}

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

describe('a program of commands', () => {
  it('exits 0 when every result passes and 1 when one does not', async () => {
    expect(await run('double', '--value', '3')).toMatchObject({ code: 0, printed: 'twice 3\n' });
    expect((await run('double', '--value', '9')).code).toBe(1);
  });

  it('exits 2 for a wrong command line, naming what was expected', async () => {
    const unknown = await run('halve');
    expect(unknown.code).toBe(2);
    expect(unknown.errors).toContain(
      'command: expected one of double, greet, broken, full, files, got "halve"',
    );
    expect(unknown.errors).toMatch(/^Try: lab --help$/m);
    const bad = await run('double', '--value', '11');
    expect(bad.code).toBe(2);
    expect(bad.errors).toContain('--value: expected a number from 0 to 10, got "11"');
    expect(bad.errors).toContain('lab double --help');
    expect((await run()).code).toBe(2);
  });

  it('takes a first argument without a flag where the command has one', async () => {
    expect((await run('greet', 'one')).printed).toBe('hello one\n');
    expect((await run('greet')).printed).toBe('hello all\n');
    expect((await run('greet', 'two')).errors).toContain('--whom: expected one of all, one');
    expect((await run('double', '3')).code).toBe(2);
  });

  it('exits 1 with the details when the work itself fails', async () => {
    const { code, errors } = await run('broken');
    expect(code).toBe(1);
    expect(errors).toContain('out of memory');
  });

  it.skipIf(!existsSync('/dev/full'))(
    'says in words and by path what the system refuses',
    async () => {
      expect(await run('full', '--out', '/dev/full')).toMatchObject({
        code: 1,
        errors: '--out: /dev/full cannot be written: the disk is full\n',
      });
      expect(await run('full')).toMatchObject({
        code: 1,
        errors: '/nowhere/to/be/found: no such file or folder\n',
      });
    },
  );

  it('names the flag of a path, as it was typed, whatever goes wrong with it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lab-command-'));
    folders.push(folder);
    const path = join(folder, 'agent.safetensors');
    const errorOf = async (...args: string[]) => {
      writeFileSync(path, 'no agent');
      return (await run('files', ...args)).errors.split('\n')[0];
    };
    expect(await errorOf('--agent', path)).toBe(
      `--agent: ${path}: expected a file that can be read, got "no such file or folder"`,
    );
    expect(await errorOf('--policy', path, '--how', 'raw')).toBe(
      `--policy: ${path}: no such file or folder`,
    );
    expect(await errorOf('--policy', path, '--how', 'content')).toMatch(
      new RegExp(`^--policy: ${path}: .*expected .*, got `),
    );
    const gone = join(folder, 'gone');
    expect(await errorOf('--policy', gone)).toMatch(/^--policy: expected a file that can be read/);
    const out = join(folder, 'out');
    expect(await errorOf('--out', out)).toBe(
      `--out: ${out} cannot be written: no such file or folder`,
    );
  });

  it('shows help for itself and for each command', async () => {
    const whole = await run('--help');
    expect(whole.code).toBe(0);
    expect(whole.printed).toMatch(/double +doubles a number/);
    expect((await run('double', '-h')).printed).toBe((await run('double', '--help')).printed);
    const one = await run('double', '--help');
    expect(one.code).toBe(0);
    expect(one.printed).toMatch(/--value N +to double \(1; 0 to 10\)/);
    expect(one.printed).not.toContain('twice');
  });

  it('writes command, config and results to the file that --json names', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lab-command-'));
    folders.push(folder);
    const path = join(folder, 'out.json');
    await run('double', '--value', '2', '--json', path);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({
      config: { value: 2 },
      results: [{ name: 'double.value', value: 4, unit: 'units', accept: [0, 10], pass: true }],
    });
  });
});

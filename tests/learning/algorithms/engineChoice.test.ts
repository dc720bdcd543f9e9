import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { engineChoice, engineText } from '../../../src/learning/algorithms/engineChoice';

describe('the choice of an engine', () => {
  it('is what was asked for, except where plain JavaScript compiles nothing', () => {
    expect(engineChoice('webgpu', 'compiled')).toEqual({ backend: 'webgpu', engine: 'compiled' });
    expect(engineChoice('wasm', 'tfjs')).toEqual({ backend: 'wasm', engine: 'tfjs' });
    expect(engineChoice('cpu', 'compiled')).toEqual({ backend: 'cpu', engine: 'tfjs' });
  });

  it('is named with its backend', () => {
    expect(engineText({ backend: 'webgpu', engine: 'compiled' })).toBe('WebGPU · compiled');
    expect(engineText(engineChoice('cpu', 'compiled'))).toBe('CPU · tfjs');
  });
});

describe('tfjs', () => {
  /** The modules of tfjs that a process has loaded after it imported `path`. */
  function loadedBy(path: string): string[] {
    const script = `
      import { createRequire } from 'node:module';
      await import('./${path}');
      const { cache } = createRequire(process.cwd() + '/any');
      console.log(JSON.stringify(Object.keys(cache).filter((name) => name.includes('@tensorflow'))));`;
    const options = { encoding: 'utf8' as const, cwd: process.cwd() };
    const args = ['--import', 'tsx', '--input-type=module', '--eval', script];
    return JSON.parse(execFileSync(process.execPath, args, options)) as string[];
  }

  it.each(['src/learning/runs/trainer.ts', 'src/cli/commands/train.ts'])(
    'is not loaded by %s before something trains',
    (path) => {
      expect(loadedBy(path)).toEqual([]);
    },
  );

  it('would be seen where it is loaded', () => {
    expect(loadedBy('src/learning/tfjs/tf.ts').length).toBeGreaterThan(0);
  });
});

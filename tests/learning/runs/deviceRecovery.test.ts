import { describe, expect, it } from 'vitest';
import { DeviceRecovery } from '../../../src/learning/runs/deviceRecovery';
import { DeviceLostError } from '../../../src/learning/webgpu/device';

const lost = () => Promise.reject(new DeviceLostError('gone'));

/** Fails as often as it is told to, then reads 7. */
function flaky(failures: number): () => Promise<number> {
  let left = failures;
  return () => {
    left -= 1;
    return left >= 0 ? lost() : Promise.resolve(7);
  };
}

describe('recovering from a lost device', () => {
  it('goes back to the state that was kept, and reads again', async () => {
    const states: number[] = [];
    const recovery = new DeviceRecovery<{ update: number }>(({ update }) => {
      states.push(update);
      return Promise.resolve();
    });
    recovery.keep({ update: 5 });
    recovery.keep({ update: 9 });
    expect(await recovery.surviving(flaky(1))).toBe(7);
    expect(states).toEqual([9]);
  });

  it('gives up without a state, and at the second loss of the same one', async () => {
    const recovery = new DeviceRecovery<{ update: number }>(() => Promise.resolve());
    await expect(recovery.surviving(flaky(1))).rejects.toThrow('gone');
    recovery.keep({ update: 9 });
    expect(await recovery.surviving(flaky(1))).toBe(7);
    await expect(recovery.surviving(flaky(1))).rejects.toThrow('gone');
  });

  it('says why where there is no device to go on with', async () => {
    const recovery = new DeviceRecovery<{ update: number }>(() =>
      Promise.reject(new Error('WebGPU found no graphics adapter.')),
    );
    recovery.keep({ update: 9 });
    const failure = recovery.surviving(flaky(1));
    await expect(failure).rejects.toBeInstanceOf(DeviceLostError);
    await expect(failure).rejects.toThrow('no other was found: WebGPU found no graphics adapter.');
  });

  it('leaves every other error alone', async () => {
    const recovery = new DeviceRecovery<{ update: number }>(() => Promise.resolve());
    recovery.keep({ update: 9 });
    const read = () => Promise.reject(new RangeError('too long'));
    await expect(recovery.surviving(read)).rejects.toThrow(RangeError);
  });
});

import { describe, expect, it } from 'vitest';
import { DeviceRecovery, type Clock } from '../../../src/learning/runs/deviceRecovery';
import { DeviceLostError } from '../../../src/learning/webgpu/device';

const lost = () => Promise.reject(new DeviceLostError('gone'));

/** A clock that only waiting moves. */
function fakeClock(): Clock & { readonly waits: readonly number[] } {
  const waits: number[] = [];
  return {
    waits,
    now: () => waits.reduce((sum, milliseconds) => sum + milliseconds, 0),
    wait: (milliseconds) => {
      waits.push(milliseconds);
      return Promise.resolve();
    },
  };
}

/** Adapters are found after so many times of none. */
function gpuAfter(refusals: number): { readonly requestAdapter: () => Promise<object | null> } {
  let left = refusals;
  return {
    requestAdapter: () => {
      left -= 1;
      return Promise.resolve(left >= 0 ? null : {});
    },
  };
}

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
    }, fakeClock());
    recovery.keep({ update: 5 });
    recovery.keep({ update: 9 });
    expect(await recovery.surviving(flaky(1))).toBe(7);
    expect(states).toEqual([9]);
  });

  it('gives up without a state, and at the second loss of the same one', async () => {
    const recovery = new DeviceRecovery<{ update: number }>(() => Promise.resolve(), fakeClock());
    await expect(recovery.surviving(flaky(1))).rejects.toThrow('gone');
    recovery.keep({ update: 9 });
    expect(await recovery.surviving(flaky(1))).toBe(7);
    await expect(recovery.surviving(flaky(1))).rejects.toThrow('gone');
  });

  it('asks again while there is no adapter, and waits in between', async () => {
    const gpu = gpuAfter(2);
    const clock = fakeClock();
    const states: number[] = [];
    const recovery = new DeviceRecovery<{ update: number }>(async ({ update }) => {
      if ((await gpu.requestAdapter()) === null) throw new Error('no adapter');
      states.push(update);
    }, clock);
    recovery.keep({ update: 9 });
    expect(await recovery.surviving(flaky(1))).toBe(7);
    expect(states).toEqual([9]);
    expect(clock.waits).toEqual([250, 250]);
  });

  it('says why where no device was found in ten seconds, and does not ask for ever', async () => {
    const clock = fakeClock();
    const recovery = new DeviceRecovery<{ update: number }>(
      () => Promise.reject(new Error('WebGPU found no graphics adapter.')),
      clock,
    );
    recovery.keep({ update: 9 });
    const failure = recovery.surviving(flaky(1));
    await expect(failure).rejects.toBeInstanceOf(DeviceLostError);
    await expect(failure).rejects.toThrow('no other was found: WebGPU found no graphics adapter.');
    expect(clock.now()).toBe(10_000);
    // The same state is not tried a second time.
    await expect(recovery.surviving(flaky(1))).rejects.toThrow('gone');
    expect(clock.now()).toBe(10_000);
  });

  it('leaves every other error alone', async () => {
    const recovery = new DeviceRecovery<{ update: number }>(() => Promise.resolve(), fakeClock());
    recovery.keep({ update: 9 });
    const read = () => Promise.reject(new RangeError('too long'));
    await expect(recovery.surviving(read)).rejects.toThrow(RangeError);
  });
});

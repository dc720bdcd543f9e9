/**
 * The graphics device that programs are replayed on: one of our own, so that a
 * learner's buffers and their end are nobody else's business.
 */

export class DeviceLostError extends Error {
  override readonly name = 'DeviceLostError';
}

/**
 * @param bytes the largest buffer that is needed
 * @throws Error when there is no adapter, or none with buffers of that size
 */
export async function openDevice(gpu: GPU | undefined, bytes: number): Promise<GPUDevice> {
  if (gpu === undefined) throw new Error('WebGPU is not available here.');
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (adapter === null) throw new Error('WebGPU found no graphics adapter.');
  const { maxBufferSize, maxStorageBufferBindingSize } = adapter.limits;
  const largest = Math.min(maxBufferSize, maxStorageBufferBindingSize);
  if (bytes > largest) {
    throw new Error(
      `The graphics adapter holds ${largest} bytes in one buffer, and training needs ${bytes}.`,
    );
  }
  return await adapter.requestDevice({
    requiredFeatures: adapter.features.has('subgroups') ? ['subgroups'] : [],
    requiredLimits: { maxBufferSize, maxStorageBufferBindingSize },
  });
}

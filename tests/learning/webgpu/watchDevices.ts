/** Counts what is opened and compiled on graphics devices from here on. */
export interface DeviceWatch {
  readonly devices: readonly GPUDevice[];
  /** Shaders that became pipelines, by either of WebGPU's two ways. */
  pipelines: number;
}

export function watchDevices(gpu: GPU): DeviceWatch {
  const devices: GPUDevice[] = [];
  const watch: DeviceWatch = { devices, pipelines: 0 };
  const requestAdapter = gpu.requestAdapter.bind(gpu);
  gpu.requestAdapter = async (options) => {
    const adapter = await requestAdapter(options);
    if (adapter === null) return null;
    const requestDevice = adapter.requestDevice.bind(adapter);
    adapter.requestDevice = async (descriptor) => {
      const device = await requestDevice(descriptor);
      const createNow = device.createComputePipeline.bind(device);
      device.createComputePipeline = (pipeline) => {
        watch.pipelines += 1;
        return createNow(pipeline);
      };
      const createLater = device.createComputePipelineAsync.bind(device);
      device.createComputePipelineAsync = (pipeline) => {
        watch.pipelines += 1;
        return createLater(pipeline);
      };
      devices.push(device);
      return device;
    };
    return adapter;
  };
  return watch;
}

/**
 * WebGPU in Node, through Dawn's binding (the optional package `webgpu`): a server's graphics card
 * if the system's Vulkan finds one, else the software adapter that comes with Chromium.
 */
import { existsSync } from 'node:fs';
import { constants } from 'node:os';

/** Folder in which Debian's Chromium keeps its Vulkan loader and software adapter. */
const CHROMIUM = '/usr/lib/chromium';
const SOFTWARE_ADAPTER = `${CHROMIUM}/vk_swiftshader_icd.json`;
const VULKAN_LOADER = `${CHROMIUM}/libvulkan.so.1`;
/** dlopen's RTLD_NODELETE on Linux: the library stays although it is no addon of Node's. */
const KEEP_LOADED = 0x1000;

/**
 * Gives `navigator.gpu` to this process, as a browser would.
 * @returns null, or the reason why there is none
 */
export async function provideWebgpu(): Promise<string | null> {
  const binding = await import('webgpu').catch(() => null);
  if (binding === null) return 'The optional package webgpu is not installed.';
  Object.assign(globalThis, binding.globals);
  let gpu = binding.create([]);
  if ((await gpu.requestAdapter()) === null) {
    if (!existsSync(SOFTWARE_ADAPTER)) {
      return `Vulkan has no adapter, and Chromium's is not at ${SOFTWARE_ADAPTER}.`;
    }
    process.env['VK_ICD_FILENAMES'] ??= SOFTWARE_ADAPTER;
    keepLoaded(VULKAN_LOADER);
    gpu = binding.create([]);
    if ((await gpu.requestAdapter()) === null) return 'No adapter, not even in software.';
  }
  // Node has a navigator from version 21 on; libraries read its userAgent.
  const own = { userAgent: `Node.js/${process.versions.node}` };
  const navigator = (globalThis.navigator as object | undefined) ?? own;
  Object.defineProperty(navigator, 'gpu', { value: gpu, configurable: true });
  Object.defineProperty(globalThis, 'navigator', { value: navigator, configurable: true });
  return null;
}

/** Dawn then finds the loader by its name, as if the system had one. */
function keepLoaded(library: string): void {
  if (!existsSync(library)) return;
  try {
    process.dlopen({ exports: {} }, library, constants.dlopen.RTLD_NOW | KEEP_LOADED);
  } catch {
    // Node says that it is no addon, which is so; it stays loaded all the same.
  }
}

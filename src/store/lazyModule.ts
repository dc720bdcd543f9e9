/** A module whose file loads by itself, and can be missing. */
import { MissingFileError } from './missingFile';

export interface LazyModule<Module> {
  /** @throws MissingFileError when the file cannot be loaded; it may be called again then */
  readonly load: () => Promise<Module>;
  /** The module once it is there. A promise of it would make React show that it waits. */
  readonly loaded: Module | null;
}

export function lazyModule<Module>(load: () => Promise<Module>): LazyModule<Module> {
  let loaded: Module | null = null;
  return {
    load: async () => {
      try {
        loaded = await load();
        return loaded;
      } catch (error) {
        throw new MissingFileError(error);
      }
    },
    get loaded() {
      return loaded;
    },
  };
}

/**
 * A browser's folder of files, as far as recordings use it: a writer's bytes appear when it closes.
 */
export class FolderDouble {
  readonly files = new Map<string, Uint8Array>();

  open = (): Promise<FileSystemDirectoryHandle> =>
    Promise.resolve(this as Partial<FileSystemDirectoryHandle> as FileSystemDirectoryHandle);

  getFileHandle(name: string): Promise<FileSystemFileHandle> {
    const { files } = this;
    const handle = {
      createWritable: () => {
        files.set(name, new Uint8Array());
        const written: Uint8Array[] = [];
        return Promise.resolve({
          write: (bytes: Uint8Array) => Promise.resolve(void written.push(bytes)),
          close: async () => {
            files.set(name, new Uint8Array(await new Blob(written as BlobPart[]).arrayBuffer()));
          },
          abort: () => Promise.resolve(),
        });
      },
      getFile: () => {
        const bytes = files.get(name);
        if (bytes === undefined) return Promise.reject(new DOMException('', 'NotFoundError'));
        return Promise.resolve(new Blob([bytes as BlobPart]));
      },
    };
    return Promise.resolve(handle as unknown as FileSystemFileHandle);
  }

  removeEntry(name: string): Promise<void> {
    if (this.files.delete(name)) return Promise.resolve();
    return Promise.reject(new DOMException('', 'NotFoundError'));
  }

  async *keys(): AsyncIterableIterator<string> {
    yield* this.files.keys();
  }
}

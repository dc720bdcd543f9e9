/** A Redis of its own for a measurement or a test, on a free port, with an append-only file. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';

export class LocalRedis {
  private process: ChildProcess | null = null;

  private constructor(
    private readonly path: string,
    private readonly folder: string,
    private readonly port: number,
  ) {}

  /**
   * @param path of the server
   * @param folder for its file
   */
  static async start(path: string, folder: string): Promise<LocalRedis> {
    const server = new LocalRedis(path, folder, await freePort());
    server.run();
    return server;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  /** Kills it as a machine does that loses its power, and starts it again on its file. */
  async restart(): Promise<void> {
    await this.stop();
    this.run();
  }

  async stop(): Promise<void> {
    if (this.process === null) return;
    const ended = once(this.process, 'exit');
    this.process.kill('SIGKILL');
    await ended;
    this.process = null;
  }

  private run(): void {
    const args = ['--port', String(this.port), '--bind', '127.0.0.1', '--dir', this.folder];
    const durable = ['--appendonly', 'yes', '--appendfsync', 'always', '--save', ''];
    this.process = spawn(this.path, [...args, ...durable], { stdio: 'ignore' });
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

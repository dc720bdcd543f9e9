/** A Redis of its own for a measurement or a test, on a free port, with an append-only file. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';

const LOOPBACK = '127.0.0.1';

interface RedisOptions {
  /** Address to listen on. */
  readonly host?: string;
  /** When the append-only file is flushed to the disk; a server's own default is every second. */
  readonly fsync?: 'always' | 'everysec';
}

export class LocalRedis {
  private process: ChildProcess | null = null;

  private constructor(
    private readonly path: string,
    private readonly folder: string,
    private readonly port: number,
    private readonly options: RedisOptions,
  ) {}

  /**
   * @param path of the server
   * @param folder for its file
   */
  static async start(
    path: string,
    folder: string,
    options: RedisOptions = {},
  ): Promise<LocalRedis> {
    const server = new LocalRedis(path, folder, await freePort(), options);
    server.run();
    return server;
  }

  get url(): string {
    return `redis://${this.options.host ?? LOOPBACK}:${this.port}`;
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
    const { host = LOOPBACK, fsync = 'always' } = this.options;
    const args = ['--port', String(this.port), '--bind', host, '--dir', this.folder];
    // Nobody but this machine's own networks reaches an address of its bridge.
    const open = host === LOOPBACK ? [] : ['--protected-mode', 'no'];
    const durable = ['--appendonly', 'yes', '--appendfsync', fsync, '--save', ''];
    const server = spawn(this.path, [...args, ...open, ...durable], { stdio: 'ignore' });
    const end = () => server.kill('SIGKILL');
    process.once('exit', end);
    server.once('exit', () => process.off('exit', end));
    this.process = server;
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

/** A server of its own for a test, on a free port, with an append-only file. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { findRedisServer } from '../../../../scripts/redis.mjs';

/** Path of the server; null where there is none, which continuous integration does not allow. */
export function redisPath(): string | null {
  const path = findRedisServer();
  if (path !== null || process.env['CI'] === undefined) return path;
  throw new Error('expected a Redis or Valkey: continuous integration runs these tests');
}

export class TestRedis {
  private process: ChildProcess | null = null;

  private constructor(
    private readonly path: string,
    private readonly folder: string,
    readonly port: number,
  ) {}

  static async start(path: string, folder: string): Promise<TestRedis> {
    const server = new TestRedis(path, folder, await freePort());
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

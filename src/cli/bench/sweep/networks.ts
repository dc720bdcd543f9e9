/**
 * Networks of their own for workers, joined by a bridge on which Redis listens, as machines are by
 * a switch. It takes a Linux that lets one make them; elsewhere workers are ordinary processes.
 */
import { spawnSync } from 'node:child_process';

export interface WorkerNetworks {
  /** Address that Redis listens on. */
  readonly host: string;
  readonly areNamespaces: boolean;
  /** Gives the command that runs another one in the network of a worker. */
  prefix(worker: number): readonly string[];
  close(): void;
}

const ORDINARY: WorkerNetworks = {
  host: '127.0.0.1',
  areNamespaces: false,
  prefix: () => [],
  close: () => {},
};

/** Runs `ip`. @returns whether it did what it was asked */
const ip = (...args: readonly string[]): boolean =>
  spawnSync('ip', args, { stdio: 'ignore' }).status === 0;

/** Removes a network with whatever still runs in it. */
function endNetwork(name: string): void {
  const { stdout } = spawnSync('ip', ['netns', 'pids', name], { encoding: 'utf8' });
  for (const id of (stdout ?? '').split('\n').filter((line) => line !== '')) {
    try {
      process.kill(Number(id), 'SIGKILL');
    } catch {
      // It ended meanwhile.
    }
  }
  ip('netns', 'del', name);
}

/** Makes a network for each of so many workers. */
export function openNetworks(workers: number): WorkerNetworks {
  const tag = process.pid % 100_000;
  const bridge = `labbr${tag}`;
  const subnet = `10.${64 + (tag % 64)}.${tag % 251}`;
  const host = `${subnet}.1`;
  const nameOf = (worker: number) => `lab${tag}-${worker}`;
  const networks: WorkerNetworks = {
    host,
    areNamespaces: true,
    prefix: (worker) => ['ip', 'netns', 'exec', nameOf(worker)],
    close: () => {
      process.off('SIGINT', leave).off('SIGTERM', leave);
      for (let worker = 0; worker < workers; worker += 1) endNetwork(nameOf(worker));
      ip('link', 'del', bridge);
    },
  };
  const leave = () => {
    networks.close();
    process.exit(1);
  };
  const join = (worker: number): boolean => {
    const [name, outer] = [nameOf(worker), `labv${tag}n${worker}`];
    return (
      ip('netns', 'add', name) &&
      ip('link', 'add', outer, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', name) &&
      ip('link', 'set', outer, 'master', bridge, 'up') &&
      ip('-n', name, 'addr', 'add', `${subnet}.${worker + 2}/24`, 'dev', 'eth0') &&
      ip('-n', name, 'link', 'set', 'eth0', 'up') &&
      ip('-n', name, 'link', 'set', 'lo', 'up')
    );
  };
  process.once('SIGINT', leave).once('SIGTERM', leave);
  const areThere =
    ip('link', 'add', bridge, 'type', 'bridge') &&
    ip('addr', 'add', `${host}/24`, 'dev', bridge) &&
    ip('link', 'set', bridge, 'up') &&
    Array.from({ length: workers }).every((_, worker) => join(worker));
  if (areThere) return networks;
  networks.close();
  return ORDINARY;
}

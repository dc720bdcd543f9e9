/** Trains on the command line what a run file of the page says. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readAgentFile, type AgentFile } from '../../src/agents/files/agentFile';
import { parseRunConfig, type RunConfig } from '../../src/protocol/run';

const LAB = ['--import', 'tsx', 'src/cli/lab.ts'];

/** @throws Error with what the command printed, where it failed */
export async function runLab(args: readonly string[]): Promise<void> {
  const lab = spawn(process.execPath, [...LAB, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let printed = '';
  for (const stream of [lab.stdout, lab.stderr]) {
    stream.on('data', (bytes) => (printed += String(bytes)));
  }
  const [code] = (await once(lab, 'close')) as [number | null];
  if (code !== 0) throw new Error(`lab ${args[0]} exited with ${code}: ${printed}`);
}

/** @throws Error with what the command printed, where it failed */
export async function trainHeadless(runFile: Uint8Array): Promise<AgentFile<RunConfig>> {
  const folder = mkdtempSync(join(tmpdir(), 'lab-headless-'));
  try {
    const [run, agent] = ['run.json', 'agent.safetensors'].map((name) => join(folder, name));
    writeFileSync(run, runFile);
    const args = ['train', '--config', run, '--policy', agent, '--evaluation-episodes', '2'];
    await runLab(args);
    return readAgentFile(Uint8Array.from(readFileSync(agent)), parseRunConfig);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export const openAgent = (content: Uint8Array): AgentFile<RunConfig> =>
  readAgentFile(Uint8Array.from(content), parseRunConfig);

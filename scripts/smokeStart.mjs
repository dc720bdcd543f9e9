/**
 * Checks the start command: runs `npm start`, waits for the address that it prints, asks for the
 * page and its script, and stops it. Ends with 1 when the address does not come within five minutes
 * or the page is not the lab's.
 */
import { spawn } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';

const PATIENCE_MS = 5 * 60_000;
const ADDRESS = /http:\/\/localhost:\d+\//;

// The server has a process group of its own, so that npm, the shell and vite end together.
const server = spawn('npm', ['start'], { detached: true, stdio: ['ignore', 'pipe', 'inherit'] });
try {
  const address = await printedAddress();
  const page = await textOf(address);
  const script = /src="([^"]+\.js)"/.exec(page)?.[1];
  if (!page.includes('<title>NanoARB Lab') || script === undefined) {
    throw new Error(`expected the lab's page at ${address}, got ${page.slice(0, 200)}`);
  }
  await textOf(new URL(script, address).href);
  console.log(`smoke: ${address} serves the lab`);
} catch (error) {
  console.error(`smoke: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
} finally {
  if (server.pid !== undefined) process.kill(-server.pid, 'SIGTERM');
}

/** @returns {Promise<string>} */
function printedAddress() {
  return new Promise((resolve, reject) => {
    let output = '';
    const timer = setTimeout(() => reject(new Error('npm start printed no address')), PATIENCE_MS);
    server.stdout.on('data', (chunk) => {
      process.stdout.write(chunk);
      output += stripVTControlCharacters(String(chunk));
      const [address] = ADDRESS.exec(output) ?? [];
      if (address === undefined) return;
      clearTimeout(timer);
      resolve(address);
    });
    server.once('exit', (code) => reject(new Error(`npm start ended with ${String(code)}`)));
  });
}

/** @param {string} address */
async function textOf(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address} answered ${response.status}`);
  return await response.text();
}

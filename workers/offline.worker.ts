/**
 * The service worker keeps the files of one build and answers with them. A newer build waits in a
 * worker of its own until the page lets it take over, or until no tab of the older is left.
 */
import { KeptFiles, type BuildFile } from '../src/offline/keptFiles';
import type { KeeperRequest, TakeOverAnswer } from '../src/offline/messages';

/** Files of the build, see scripts/standaloneScripts.mjs. */
declare const BUILD_FILES: readonly BuildFile[];

const worker = self as unknown as ServiceWorkerGlobalScope;
const { scope } = worker.registration;

const kept = new KeptFiles(BUILD_FILES, {
  scope,
  caches,
  fetch: (request) => fetch(request),
  digest: (bytes) => crypto.subtle.digest('SHA-256', bytes),
});

worker.addEventListener('install', (event) => event.waitUntil(kept.keep()));
worker.addEventListener('activate', (event) => event.waitUntil(kept.forgetOthers()));
worker.addEventListener('fetch', (event) => {
  const answer = kept.answer(event.request);
  if (answer !== null) event.respondWith(answer);
});
worker.addEventListener('message', (event) => {
  const request = event.data as KeeperRequest;
  if (request.type === 'takeOver') event.waitUntil(takeOver(event.ports));
  else if (kept.has(request.entry)) event.waitUntil(worker.clients.claim());
});

/** Other tabs would get files of another version than their own: with any of them it waits. */
async function takeOver([port]: readonly MessagePort[]): Promise<void> {
  const pages = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const others = pages.filter(({ url }) => url.startsWith(scope)).length - 1;
  if (others <= 0) await worker.skipWaiting();
  port.postMessage({ others: Math.max(0, others) } satisfies TakeOverAnswer);
}

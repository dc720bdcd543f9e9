/** The page begins here: with settings from the link, a session with its lab, and React on top. */
import { createRoot } from 'react-dom/client';
import './components/styles/index.css';
import { App } from './components/App';
import { loadLazyModules } from './components/lazyModules';
import { loadBundledAgent } from './lab/bundledAgents';
import { TROUBLE } from './content/trouble';
import { loadBundledTape } from './lab/bundledTape';
import { createLab } from './lab/lab';
import { EditJournal, journalStorage } from './lab/storage/editJournal';
import { WORKER_NAMES } from './lab/types';
import { describeError } from './lab/workerFailure';
import { followLink } from './store/live/followLink';
import { demoLink, pageLink } from './store/live/pageLink';
import { linkNotice, parseLink } from './store/settings/link';
import { LAZY_FILES } from './store/lazyFiles';
import { followPage } from './store/pageLifecycle';
import { Session } from './store/session';
import { LinkWriter } from './store/settings/linkWriter';
import { isReplaced } from './store/versions/isReplaced';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html: expected an element with id "root", got none');

const link = new LinkWriter({
  hash: () => window.location.hash,
  replace: (hash) => window.history.replaceState(null, '', hash),
  storage: tabStorage(),
  now: () => performance.now(),
});
const { settings, problems, run, agentFile, moment, embed } = parseLink(link.shown);
const session = new Session({
  createLab,
  loadAgent: (name) => loadBundledAgent(name, (address) => fetch(address)),
  openStorage: async (events) => (await LAZY_FILES.storage.load()).openStorage({ events }),
  loadAgentFile: async (path) =>
    (await LAZY_FILES.linkedAgent.load()).fetchLinkedAgent(path, (address, options) =>
      fetch(address, options),
    ),
  loadTape: () => loadBundledTape((address) => fetch(address)),
  journal: new EditJournal(journalStorage(), () => Date.now()),
  tabStorage: tabStorage(),
  now: () => Date.now(),
  newId: randomId,
  settings,
  problems,
  run,
  agentFile,
  moment,
  startPaused: window.matchMedia('(prefers-reduced-motion: reduce)').matches,
});

session.store.subscribe((state, before) => {
  const isSame =
    state.settings === before.settings &&
    state.watchedRun === before.watchedRun &&
    state.agentFile === before.agentFile;
  if (isSame) return;
  const format = parseLink(window.location.hash).demo ? demoLink : pageLink;
  const shown = format(state);
  link.write(embed === null ? shown : `${shown}&embed=${encodeURIComponent(embed)}`);
});
window.addEventListener('hashchange', () => {
  const { hash } = window.location;
  if (hash === link.shown) return;
  link.take(hash);
  const parsed = parseLink(hash);
  void followLink(session, parsed);
  const problem = linkNotice(parsed.problems, parsed.settings);
  if (problem !== null) session.notices.add(problem.message, problem.details);
});
followPage(window, {
  onLeave: () => {
    session.leave();
    link.flush();
  },
  onFreeze: () => session.freeze(),
  onReturn: () => session.comeBack(),
});

window.addEventListener('load', () => {
  loadLazyModules()
    .then(keepForOffline)
    .catch((error: unknown) => {
      session.notices.add(`${TROUBLE.missing} ${TROUBLE.kept}`, describeError(error));
      return lookForReplacement();
    });
});
session.store.subscribe(({ statuses }, before) => {
  if (statuses === before.statuses) return;
  const failed = WORKER_NAMES.some(
    (name) => statuses[name].state === 'failed' && before.statuses[name].state !== 'failed',
  );
  // A worker that cannot start may lack its files.
  if (failed) void lookForReplacement();
});

session.start();
if (embed !== null && window.parent !== window) {
  speakWith(embed).catch((error: unknown) => {
    session.notices.add(TROUBLE.missing, describeError(error));
  });
}
createRoot(root).render(<App session={session} />);

/** Speaks with the page around the lab, where the link names its origin. */
async function speakWith(origin: string): Promise<void> {
  const { EmbeddedLab, framedPage } = await import('./store/embedding/embeddedLab');
  const page = framedPage(window);
  if (page !== null) new EmbeddedLab(session, origin, page).start();
}

/** Says so where files are gone because the host has another version of the page. */
async function lookForReplacement(): Promise<void> {
  const { origin, pathname } = window.location;
  const isOld = await isReplaced(import.meta.url, origin + pathname, (address, options) =>
    fetch(address, options),
  );
  if (isOld) session.store.setState({ newVersion: { kind: 'replaced' } });
}

/**
 * Keeps the page's files for a visit without a network, once everything has started: what is
 * fetched for it is fetched beside nothing else. A page in a frame leaves that to the page by
 * itself.
 */
async function keepForOffline(): Promise<void> {
  const { serviceWorker } = navigator as Partial<Navigator>;
  const create = LAZY_FILES.versions.loaded?.VersionController;
  if (!import.meta.env.PROD || serviceWorker === undefined || create === undefined) return;
  if (window.parent !== window) return;
  if (session.state.statuses.trainer.state === 'starting') await hasStarted();
  session.versions = new create(session.store, {
    workers: serviceWorker,
    entry: import.meta.url,
    reload: () => window.location.reload(),
  });
  // Where nothing may be kept, the lab works all the same as long as there is a network.
  await session.versions.start().catch(() => undefined);
}

/** Resolves when the trainer, which starts last, has started or failed. */
function hasStarted(): Promise<void> {
  return new Promise((resolve) => {
    const stop = session.store.subscribe(({ statuses }) => {
      if (statuses.trainer.state === 'starting') return;
      stop();
      resolve();
    });
  });
}

/**
 * Makes an id of 128 random bits; unlike randomUUID it works on pages that are not served securely.
 */
function randomId(): string {
  const words = crypto.getRandomValues(new Uint32Array(4));
  return Array.from(words, (word) => word.toString(16).padStart(8, '0')).join('');
}

/** Finds the storage of this tab; null where it is forbidden. */
function tabStorage(): Storage | null {
  try {
    return window.sessionStorage;
  } catch {
    return null;
  }
}

/** The page begins here: with settings from the link, a session with its lab, and React on top. */
import { createRoot } from 'react-dom/client';
import './components/styles/index.css';
import { App } from './components/App';
import { loadLazyModules } from './components/lazyModules';
import { loadBundledAgent } from './lab/bundledAgents';
import { TROUBLE } from './content/trouble';
import { createLab } from './lab/lab';
import { EditJournal, journalStorage } from './lab/storage/editJournal';
import { openStorage } from './lab/storage/openStorage';
import { describeError } from './lab/workerFailure';
import { describeProblems, formatDemoLink, formatLink, parseLink } from './store/settings/link';
import { Session } from './store/session';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html: expected an element with id "root", got none');

const { settings, problems, run } = parseLink(window.location.hash);
const session = new Session({
  createLab,
  loadAgent: (name) => loadBundledAgent(name, (address) => fetch(address)),
  openStorage: (events) => openStorage({ events }),
  journal: new EditJournal(journalStorage(), () => Date.now()),
  now: () => Date.now(),
  newId: randomId,
  settings,
  problems,
  run,
  startPaused: window.matchMedia('(prefers-reduced-motion: reduce)').matches,
});

let shownLink = window.location.hash;
let linkTimer: ReturnType<typeof setTimeout> | undefined;
session.store.subscribe((state, before) => {
  if (state.settings === before.settings && state.watchedRun === before.watchedRun) return;
  // Browsers limit how often an address may change, so it waits until changes pause.
  clearTimeout(linkTimer);
  linkTimer = setTimeout(() => {
    const format = parseLink(window.location.hash).demo ? formatDemoLink : formatLink;
    const { settings: shown, watchedRun } = session.state;
    shownLink = format(shown, watchedRun);
    window.history.replaceState(null, '', shownLink);
  }, 300);
});
window.addEventListener('hashchange', () => {
  if (window.location.hash === shownLink) return;
  shownLink = window.location.hash;
  const link = parseLink(shownLink);
  session.settings.setMany(link.settings);
  if (link.settings.agent === 'trained') void session.watchedRun.watchLinked(link.run);
  for (const text of describeProblems(link.problems, link.settings)) session.notices.add(text);
});

window.addEventListener('load', () => {
  loadLazyModules().catch((error: unknown) => {
    session.notices.add(`${TROUBLE.missing} ${TROUBLE.kept}`, describeError(error));
  });
});

session.start();
createRoot(root).render(<App session={session} />);

/** Makes an id of 128 random bits; unlike randomUUID it works on pages that are not served securely. */
function randomId(): string {
  const words = crypto.getRandomValues(new Uint32Array(4));
  return Array.from(words, (word) => word.toString(16).padStart(8, '0')).join('');
}

/**
 * A link holds settings in the part of an address after `#`: the seed, what runs are trained for,
 * and whatever is not default. Reading one never fails: what is wrong is replaced by the nearest
 * acceptable value and reported, and the rest is kept.
 *
 * `agentFile=PATH` names an agent's file beside the page, and `t`, `fill` and `episode` a moment of
 * the episode that the settings play. `demo=AGENT` in place of `agent=AGENT` asks for the page of
 * the demo. `run=ID` names the run whose policy trades, for the browser that has it: a link cannot
 * carry the policy itself. `embed=ORIGIN` names the site that may drive the lab in a frame, see
 * docs/embedding.md.
 */
import { linkProblemText, linkProblemsText } from '../../content/share';
import { InvalidInputError } from '../../market/validation';
import { checkLinkedPath } from '../../lab/linkedAgentFile';
import type { BundledAgentName } from '../../lab/bundledAgents';
import {
  DEFAULT_SETTINGS,
  SETTINGS,
  SETTING_KEYS,
  acceptedText,
  checkSetting,
  clampSetting,
  valueText,
  type NumberKey,
  type SettingKey,
  type SettingValue,
  type Settings,
} from './settings';
import { AGENT_KINDS } from './agent';
import type { Setting } from './kinds';
import { isMomentField, withMomentField, type LinkMoment } from './linkMoment';
import { checkParameters } from './parameters';
import { defaultSettings } from './tuning';

/** Names in links to a demo of the agents that come with the page. */
const SHORT_NAMES: readonly (readonly [string, BundledAgentName])[] = [
  ['es', 'pretrainedEs'],
  ['toxic', 'pretrainedToxic'],
  ['dt', 'pretrainedTransformer'],
];
const SINGLE = 'a single value';
const ORIGIN = 'the origin of a site, as https://host.example';
/** Longest id of a run that is read from a link. */
const MAX_RUN_ID = 100;

const DEMO_NAMES = [
  ...SHORT_NAMES.map(([short]) => short),
  ...AGENT_KINDS.filter((kind) => kind !== 'trained'),
].join(', ');

/**
 * Settings that every link names: one with a seed that lacks the other is of an earlier version.
 */
const ALWAYS_WRITTEN: readonly SettingKey[] = ['seed', 'conditioning'];

export interface ParsedLink {
  readonly settings: Settings;
  /** Whether the link asks for the demo instead of the lab. */
  readonly demo: boolean;
  /** Id of the run whose policy traded; null where the link names none. */
  readonly run: string | null;
  /** Origin of the page that may speak to the lab in its frame; null where the link names none. */
  readonly embed: string | null;
  /** Path of the file whose agent trades; null where the link names none. */
  readonly agentFile: string | null;
  /** Moment of an episode that is shown; null where the link names none. */
  readonly moment: LinkMoment | null;
  /** Errors, one for every field that was not as it should be, in the order of the link. */
  readonly problems: readonly InvalidInputError[];
}

/**
 * @param run id of the run whose policy trades; it means something only in the browser that has it
 * @param agentFile path of the file that the run is of, which is named in its place
 */
export function formatLink(
  settings: Settings,
  run: string | null = null,
  agentFile: string | null = null,
): string {
  const defaults = defaultSettings(settings.agent, settings.preset);
  const isOther = (key: SettingKey) => settings[key] !== defaults[key];
  const fields = SETTING_KEYS.filter(
    (key) =>
      ALWAYS_WRITTEN.includes(key) ||
      isOther(key) ||
      (key === 'advantageScaling' && isOther('temperature')),
  );
  const values = fields.map((key) => [key, String(settings[key])]);
  if (settings.agent === 'trained') {
    if (agentFile !== null) values.push(['agentFile', agentFile]);
    else if (run !== null) values.push(['run', run]);
  }
  return `#${new URLSearchParams(values).toString()}`;
}

/** Writes the link to the demo of the same agent in the same market. */
export function formatDemoLink(
  settings: Settings,
  run: string | null = null,
  agentFile: string | null = null,
): string {
  const { agent } = settings;
  const name = SHORT_NAMES.find(([, kind]) => kind === agent)?.[0] ?? agent;
  const fields = new URLSearchParams(formatLink(settings, run, agentFile).slice(1));
  fields.delete('agent');
  return `#${new URLSearchParams([['demo', name], ...fields]).toString()}`;
}

/** Longest link that is read, and most problems that are told: every setting fits several times. */
const MAX_LENGTH = 16_384;
const MAX_PROBLEMS = 20;

export function parseLink(hash: string): ParsedLink {
  const values: Partial<Record<SettingKey, SettingValue>> = {};
  const problems: InvalidInputError[] = [];
  const seen = new Set<string>();
  let demo = false;
  let run: string | null = null;
  let embed: string | null = null;
  let agentFile: string | null = null;
  let moment: LinkMoment | null = null;
  let demoName: string | null = null;
  if (hash.length > MAX_LENGTH) {
    const expected = `at most ${MAX_LENGTH} characters`;
    problems.push(new InvalidInputError('link', expected, `${hash.length} characters`));
  }
  const readable = hash.length > MAX_LENGTH ? '' : hash.replace(/^#/, '');
  for (const [field, text] of new URLSearchParams(readable)) {
    if (problems.length === MAX_PROBLEMS) {
      problems.push(new InvalidInputError('link', `at most ${MAX_PROBLEMS} problems`, 'more'));
      break;
    }
    if (seen.has(field)) problems.push(new InvalidInputError(field, SINGLE, text));
    seen.add(field);
    if (field === 'demo') {
      demo = true;
      demoName = text;
      continue;
    }
    if (field === 'agentFile' || isMomentField(field)) {
      try {
        if (field === 'agentFile') agentFile = checkLinkedPath(text);
        else moment = withMomentField(moment, field, text);
      } catch (error) {
        if (!(error instanceof InvalidInputError)) throw error;
        problems.push(error);
      }
      continue;
    }
    if (field === 'run') {
      run = text.slice(0, MAX_RUN_ID);
      continue;
    }
    if (field === 'embed') {
      embed = isOrigin(text) ? text : null;
      if (embed === null) problems.push(new InvalidInputError(field, ORIGIN, text));
      continue;
    }
    const key = SETTING_KEYS.find((candidate) => candidate === field);
    if (key === undefined) {
      problems.push(new InvalidInputError(field, 'a setting of this lab', text));
      continue;
    }
    const value = readValue(SETTINGS[key], text);
    try {
      values[key] = checkSetting(key, value);
    } catch (error) {
      if (!(error instanceof InvalidInputError)) throw error;
      problems.push(new InvalidInputError(key, error.expected, text));
      if (typeof value === 'number' && !Number.isNaN(value)) {
        values[key] = clampSetting(key as NumberKey, value);
      }
    }
  }
  if (demoName !== null) {
    const agent =
      SHORT_NAMES.find(([short]) => short === demoName)?.[1] ??
      AGENT_KINDS.find((kind) => kind === demoName);
    const isOfFile = agentFile !== null && agent === 'trained';
    if (agent !== undefined && (agent !== 'trained' || run !== null)) values.agent = agent;
    else if (!isOfFile && demoName !== '') {
      // Without a name it is the demo of the default agent, or of the file.
      problems.push(new InvalidInputError('demo', `one of ${DEMO_NAMES}`, demoName));
    }
  }
  // The agent of a file is a run of the browser that reads it.
  if (agentFile !== null) values.agent = 'trained';
  // A link of an earlier version names a β for advantages as they are.
  if (values.temperature !== undefined) values.advantageScaling ??= 'none';
  // Nor does it say what runs are trained for: the weights as they stood.
  if (values.seed !== undefined) values.conditioning ??= 'fixed';
  const { agent, preset } = { ...DEFAULT_SETTINGS, ...values } as Settings;
  if (values.parameters !== undefined) {
    try {
      checkParameters(preset, String(values.parameters));
    } catch (error) {
      if (!(error instanceof InvalidInputError)) throw error;
      problems.push(new InvalidInputError('parameters', error.expected, values.parameters));
      delete values.parameters;
    }
  }
  return {
    settings: { ...defaultSettings(agent, preset), ...values } as Settings,
    problems,
    demo,
    run,
    embed,
    agentFile,
    moment,
  };
}

/** Whether a text is an origin of the web, as browsers write it. */
function isOrigin(text: string): boolean {
  try {
    return /^https?:/.test(text) && new URL(text).origin === text;
  } catch {
    return false;
  }
}

function readValue(setting: Setting, text: string): unknown {
  if (setting.type === 'number') return toNumber(text);
  if (setting.type === 'flag') return text === 'true' ? true : text === 'false' ? false : text;
  return text;
}

/** Reads decimals alone; Number() also takes hexadecimal, binary and blanks around a number. */
const toNumber = (text: string): unknown =>
  /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) || /^[+-]?Infinity$/.test(text)
    ? Number(text)
    : text;

/**
 * One message of what is wrong with a link, and what stands in its place; null where nothing is.
 */
export function linkNotice(
  problems: readonly InvalidInputError[],
  settings: Settings,
): { readonly message: string; readonly details: string } | null {
  const texts = describeProblems(problems, settings);
  if (texts.length === 0) return null;
  if (texts.length === 1) return { message: texts[0], details: '' };
  return { message: linkProblemsText(texts.length), details: texts.join('\n') };
}

/** Says of each problem of a link what stands in its place. */
function describeProblems(
  problems: readonly InvalidInputError[],
  settings: Settings,
): readonly string[] {
  return problems.map(({ field, expected, received }) => {
    const key = SETTING_KEYS.find((candidate) => candidate === field) ?? null;
    const shown = key ?? 'agent';
    const instead = valueText(shown, settings[shown]);
    const label = key === null ? null : SETTINGS[key].label;
    const isRepeated = expected === SINGLE;
    const accepted =
      key === null || key === 'parameters' || isRepeated ? expected : acceptedText(key);
    return linkProblemText({ field, expected: accepted, received, label, instead, isRepeated });
  });
}

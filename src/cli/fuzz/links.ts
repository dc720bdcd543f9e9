/**
 * Links of the page: every text is read, what is not kept is told, and what is kept is written
 * again.
 */
import type { Rng } from '../../market/rng';
import { formatLink, parseLink, type ParsedLink } from '../../store/settings/link';
import { momentFields } from '../../store/settings/linkMoment';
import { SETTINGS, SETTING_KEYS, type SettingKey } from '../../store/settings/settings';
import { must } from './judgement';
import { hostileText, mutateBytes, pick } from './mutate';

/** Fields beside the settings, with values that are sound. */
const OTHER_FIELDS: Readonly<Record<string, readonly string[]>> = {
  agentFile: ['agents/mine.safetensors', 'mine.safetensors', '../mine.safetensors', '//mine'],
  check: ['0123abcd'],
  demo: ['es', 'trained', 'glft'],
  embed: ['https://host.example', 'http://127.0.0.1:8080', 'https://host.example/'],
  episode: ['1', '9999999'],
  fill: ['1', '12'],
  scored: ['1,1,1,1,100,0.25', '1,1,1,1,100', '1,1,1,1,1e9,0.25', '1,1,1,1,-0,01'],
  run: ['run-1', 'x'.repeat(200)],
  t: ['0', '12.3', '0012.50'],
};
const FIELDS: readonly string[] = [...SETTING_KEYS, ...Object.keys(OTHER_FIELDS)];

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

export const exampleLinks = (): readonly Uint8Array[] => [
  bytesOf('#seed=7'),
  bytesOf('#demo=es&spreadCapture=2&makerFee=-0.5'),
  bytesOf('#demo&agentFile=agents/mine.safetensors&speed=10'),
  bytesOf('#seed=7&episode=3&t=12.3&fill=2&check=0123abcd&embed=https%3A%2F%2Fhost.example'),
];

export function damageLink(example: Uint8Array, random: Rng): Uint8Array {
  if (random.below(4) === 0) return mutateBytes(example, random);
  const fields = Array.from({ length: 1 + random.below(8) }, () => {
    const key = random.below(5) === 0 ? hostileText(random) : pick(random, FIELDS);
    return `${key}${pick(random, ['=', '=', '=', '', '=='])}${valueFor(key, random)}`;
  });
  return bytesOf(`#${fields.join('&')}`);
}

/** Makes a value that a setting takes, or any other. */
export function valueFor(key: string, random: Rng): string {
  if (Object.hasOwn(OTHER_FIELDS, key) && random.coin()) return pick(random, OTHER_FIELDS[key]);
  const setting = SETTING_KEYS.includes(key as SettingKey) ? SETTINGS[key as SettingKey] : null;
  if (setting?.type !== 'number' || random.coin()) return hostileText(random);
  const { min, max, whole } = setting;
  const value = min + random.uniform() * (max - min);
  return String(whole ? Math.round(value) : value);
}

/** @throws AcceptedWrongly where a link is read as something that it does not say */
export function judgeLink(input: Uint8Array): void {
  const text = new TextDecoder().decode(input);
  const link = parseLink(text);
  mustWriteAgain(link);
  const told = new Set(link.problems.map(({ field }) => field));
  if (told.has('link')) return;
  const { demo, run, embed, agentFile, moment, settings } = link;
  const others: Readonly<Record<string, unknown>> = {
    agentFile,
    embed,
    t: moment?.seconds,
    episode: moment?.episode,
    fill: moment?.fill,
    check: moment?.check,
    scored: moment?.scored && Object.values(moment.scored).join(','),
  };
  for (const [key, value] of new URLSearchParams(text.replace(/^#/, ''))) {
    // The agent of a demo, or of a file, stands in the place of the one that is named.
    const isReplaced = key === 'agent' && (demo || agentFile !== null);
    if (told.has(key) || key === 'demo' || isReplaced) continue;
    if (key === 'run') {
      must(run !== null && value.startsWith(run), 'run is not kept');
      continue;
    }
    const isOther = Object.hasOwn(others, key);
    must(isOther || Object.hasOwn(SETTINGS, key), `${key} is dropped and not told`);
    const kept = isOther ? others[key] : settings[key as SettingKey];
    const isKept = typeof kept === 'number' ? kept === Number(value) : String(kept) === value;
    must(isKept, `${key} is ${String(kept)} for ${value}, and not told`);
  }
}

function mustWriteAgain({ settings, run, agentFile, moment }: ParsedLink): void {
  const fields = new URLSearchParams(moment === null ? [] : momentFields(moment)).toString();
  const again = parseLink(`${formatLink(settings, run, agentFile)}&${fields}`);
  must(again.problems.length === 0, 'its own link has problems');
  must(again.agentFile === agentFile, 'agentFile changes in a link');
  must(JSON.stringify(again.moment) === JSON.stringify(moment), 'its moment changes in a link');
  for (const key of SETTING_KEYS) {
    const value = settings[key];
    must(Object.is(again.settings[key], value), `${key} changes in a link`);
    const setting = SETTINGS[key];
    if (setting.type !== 'number') continue;
    const isInside = Number(value) >= setting.min && Number(value) <= setting.max;
    must(isInside && !Object.is(value, -0), `${key} is ${String(value)}`);
  }
}

/** Names that no run is given, because on the page somebody else has them. */
import { MANUAL_AGENT_NAME } from '../../agents/manual/manualAgent';
import { CLONE_NAME } from '../../evaluation/baselines';
import { uniqueName } from '../../protocol/runNames';
import { SETTINGS } from '../settings/settings';

const folded = (name: string): string => name.trim().toLowerCase().replaceAll('-', ' ');

/** Those of the agents of the page, as it lists them and as they are recorded, and of a person. */
const RESERVED: ReadonlySet<string> = new Set(
  [
    ...SETTINGS.agent.options.flatMap(({ value, label }) => [value, label]),
    'network',
    'decisionTransformer',
    MANUAL_AGENT_NAME,
    CLONE_NAME,
    'You',
  ].map(folded),
);

/** Gives a run a name that neither another run has nor anybody of the page: "By hand (2)". */
export const freeName = (wanted: string, taken: ReadonlySet<string>): string =>
  uniqueName(wanted, RESERVED.has(folded(wanted)) ? new Set([...taken, wanted]) : taken);

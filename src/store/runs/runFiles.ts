/**
 * Runs leave the page as two files: an agent file holds the policy and its card, for whoever wants
 * to trade with it; a run file holds config, metrics and curves as JSON, for whoever wants to look
 * into it. A file from elsewhere is hostile until it is validated, and one that is not sound gives
 * no run.
 */
import { z } from 'zod';
import {
  gateSchema,
  readAgentFile,
  writeAgentFile,
  type AgentCard,
  type CardEvaluation,
} from '../../agents/files/agentFile';
import { episodeMetricsSchema, examinationSchema } from '../../agents/files/cardMetrics';
import { targetReturnOf, targetShareOf } from '../../agents/policies/policySpec';
import type { AnyPolicy } from '../../agents/policies/policySnapshot';
import { createAgent } from '../../agents/createAgent';
import { RANDOM_AGENT, referenceAgentOf } from '../../evaluation/baselines';
import { cardEvaluation } from '../../evaluation/cardEvaluation';
import { compareAgents } from '../../evaluation/comparison';
import type { Examination } from '../../evaluation/examination';
import type { EvaluationRow } from '../../evaluation/metrics';
import {
  countSchema,
  listSchema,
  numberFrom,
  numberOrNullSchema,
  textSchema,
} from '../../market/fieldSchemas';
import { parseJson } from '../../market/json';
import { parseInput } from '../../market/parseInput';
import { InvalidInputError } from '../../market/validation';
import { LAB_VERSION } from '../../market/version';
import { historySchema, type ProgressHistory } from '../../protocol/progressHistory';
import { RUN_STATUSES, parseRunConfig, type RunConfig, type RunRecord } from '../../protocol/run';
import { baselinesAmong, defaultPin } from './scenarios';

/** Largest file that is read; none that the lab writes comes near this size. */
export const MAX_FILE_BYTES = 64 * 2 ** 20;

/** Latest moment that a date of JavaScript can name, in milliseconds since 1970. */
const LATEST_TIME = 8_640_000_000_000_000;
const TIME = `a time from 0 to ${LATEST_TIME}, in milliseconds since 1970`;

const profitsSchema = listSchema(numberOrNullSchema, 10_000, 'profits')
  .transform((profits) => profits.map((profit) => profit ?? Number.NaN))
  .readonly();

const rowsSchema = z
  .array(
    z.strictObject({
      agentName: textSchema(80),
      policyVersion: countSchema.nullable(),
      metrics: episodeMetricsSchema,
      /** Networks, and files of before, have none. */
      targetShare: numberFrom(-1e6, 1e6).optional(),
      /** Runs that were not examined, and files of before, have none. */
      examined: z.strictObject({ examination: examinationSchema, gate: gateSchema }).optional(),
      queueProfits: z.strictObject({ even: profitsSchema, behind: profitsSchema }).optional(),
    }),
  )
  .max(100);

const fileSchema = z.strictObject({
  format: z.literal('nanoarb-run', { error: 'nanoarb-run' }),
  version: z.literal(1, { error: '1' }),
  labVersion: textSchema(40),
  name: textSchema(60).min(1, { error: 'a name' }),
  notes: textSchema(4000),
  tags: listSchema(textSchema(40), 40, 'tags'),
  status: z.enum(RUN_STATUSES, { error: `one of ${RUN_STATUSES.join(', ')}` }),
  createdAt: z.number({ error: TIME }).min(0, { error: TIME }).max(LATEST_TIME, { error: TIME }),
  config: z.unknown(),
  datasetHash: z
    .string()
    .regex(/^[0-9a-f]{16}$/, { error: '16 hexadecimal digits' })
    .nullable(),
  update: countSchema,
  totalUpdates: countSchema,
  evaluation: rowsSchema,
  failure: textSchema(2000),
  history: historySchema.nullable(),
  /** @see MARKET_VERSION; files that do not say are of version 1. */
  marketVersion: countSchema.optional(),
  /** Runs that nobody asked for one, and files of before, have none. */
  finalWord: z
    .strictObject({ seed: countSchema, candidates: countSchema, rows: rowsSchema })
    .optional(),
});

/** Writes config, metrics and curves, without the policy: an agent file has that. */
export function writeRunFile(run: RunRecord): string {
  const { name, notes, tags, status, createdAt, config, datasetHash } = run;
  const { update, totalUpdates, evaluation, failure, history, finalWord, marketVersion } = run;
  const about = { name, notes, tags, status, createdAt, config, datasetHash };
  const outcome = { update, totalUpdates, evaluation, failure };
  const curves = history === null ? null : { ...history, columns: listsOf(history.columns) };
  const file = { format: 'nanoarb-run', version: 1, labVersion: LAB_VERSION };
  return JSON.stringify(
    { ...file, ...about, ...outcome, marketVersion, history: curves, finalWord },
    null,
    1,
  );
}

/** JSON writes NaN as null. */
const listsOf = (columns: ProgressHistory['columns']) =>
  Object.fromEntries(Object.entries(columns).map(([field, values]) => [field, [...values]]));

/**
 * Writes the run's policy with a card that says how it did beside the baselines, and the models
 * that it was examined with.
 * @throws InvalidInputError when the run has no policy, or it is not sound
 */
export function writeRunAgent(run: RunRecord): Uint8Array<ArrayBuffer> {
  const { name, notes: description, config, datasetHash, policy, models } = run;
  if (policy === null) throw new InvalidInputError('run.policy', 'a policy', null);
  const { examined, targetShare } = ownRow(run) ?? {};
  const { gate = null, examination } = examined ?? {};
  const isAsked = policy.kind === 'decisionTransformer' && targetShare !== undefined;
  const targetReturn = isAsked ? targetReturnOf(policy, targetShare) : null;
  const card = { name, description, config, datasetHash, targetReturn, gate };
  const { marketVersion = 1 } = run;
  const whole = { ...card, evaluation: evaluationOf(run), examination };
  return writeAgentFile(whole, policy, models, marketVersion);
}

const ownRow = (run: RunRecord) =>
  run.evaluation.find(({ policyVersion }) => policyVersion !== null);

/** Sums up the rows of a run as a card holds them, and adds their episodes. */
function evaluationOf(run: RunRecord): CardEvaluation | null {
  const own = ownRow(run);
  const baselines = baselinesAmong([run]);
  const baseline = defaultPin(baselines?.rows);
  if (own === undefined || baselines === null || baseline === null) return null;
  const { market, env, seed } = run.config;
  const rows = compareAgents(
    [own, ...run.evaluation.filter((row) => row !== own)].map(({ agentName, metrics }) => ({
      name: agentName,
      episodes: metrics,
    })),
    {
      random: createAgent(RANDOM_AGENT, env).name,
      reference: createAgent(referenceAgentOf(market.preset), env).name,
      baseline,
    },
  );
  const card = cardEvaluation(rows, own.agentName, seed, own.examined?.examination ?? null);
  const withEpisodes = card.rows.map((row): CardEvaluation['rows'][number] => {
    const episodes = run.evaluation.find(({ agentName }) => agentName === row.agent)?.metrics;
    return episodes === undefined ? row : { ...row, episodes: [...episodes] };
  });
  return { ...card, rows: withEpisodes };
}

/** A run as a file gives it, without the id that it gets when it is kept. */
export type ImportedRun = Omit<RunRecord, 'id' | 'parentId'>;

/**
 * Reads an agent file or a run file; they are told apart by what they begin with.
 * @throws InvalidInputError naming the first field that is wrong
 */
export function readRunFile(bytes: Uint8Array, now: number): ImportedRun {
  if (bytes.byteLength > MAX_FILE_BYTES) {
    throw new InvalidInputError('file', `at most ${MAX_FILE_BYTES} bytes`, bytes.byteLength);
  }
  const OPENING_BRACE = 0x7b;
  return bytes[0] === OPENING_BRACE && bytes[8] !== OPENING_BRACE
    ? readJson(bytes)
    : readAgent(bytes, now);
}

function readJson(bytes: Uint8Array): ImportedRun {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new InvalidInputError('file', 'JSON', `${bytes.byteLength} bytes that are not UTF-8`);
  }
  const file = parseInput(fileSchema, parseJson(text, 'run'), 'run');
  const { name, notes, tags, createdAt, datasetHash, evaluation, failure, history } = file;
  const { status, update, totalUpdates, finalWord, marketVersion } = file;
  return {
    name,
    notes,
    tags,
    createdAt,
    datasetHash,
    evaluation,
    failure,
    history,
    status: status === 'running' ? 'stopped' : status,
    config: parseRunConfig(file.config, 'run.config'),
    update,
    totalUpdates,
    hasPolicy: false,
    policy: null,
    ...(finalWord === undefined ? {} : { finalWord }),
    ...(marketVersion === undefined ? {} : { marketVersion }),
  };
}

function readAgent(bytes: Uint8Array, now: number): ImportedRun {
  const { card, policy, models, marketVersion } = readAgentFile(bytes, parseRunConfig);
  return {
    name: card.name.slice(0, 60),
    notes: card.description,
    tags: ['imported'],
    status: 'finished',
    createdAt: now,
    config: card.config,
    datasetHash: card.datasetHash,
    update: policy.updates,
    totalUpdates: policy.updates,
    hasPolicy: true,
    evaluation: evaluationOfCard(card, policy),
    failure: '',
    history: null,
    policy,
    marketVersion,
    ...(models.clone === null && models.critics === null ? {} : { models }),
  };
}

/**
 * Gives the rows of a card that came with their episodes, its own agent first. Of a card without
 * them the gate stays: the agent can be evaluated here.
 */
function evaluationOfCard(
  { evaluation, gate, examination, targetReturn }: AgentCard<RunConfig>,
  policy: AnyPolicy,
): EvaluationRow[] {
  const { version: policyVersion } = policy;
  const isAsked = policy.kind === 'decisionTransformer' && targetReturn !== null;
  const asked = isAsked ? { targetShare: targetShareOf(policy, targetReturn) } : {};
  const rows = (evaluation?.rows ?? []).map((row, index): EvaluationRow => ({
    agentName: row.agent,
    policyVersion: index === 0 ? policyVersion : null,
    metrics: row.episodes ?? [],
    ...(index === 0 && asked),
  }));
  const [own = { agentName: 'network', policyVersion, metrics: [] }, ...others] = rows;
  const judged = others.filter(({ metrics }) => metrics.length > 0);
  if (gate === null) return own.metrics.length === 0 ? judged : [own, ...judged];
  const numbers = evaluation?.rows[0]?.metrics ?? {};
  return [
    { ...own, examined: { gate, examination: examination ?? examinationOf(numbers) } },
    ...judged,
  ];
}

/** Reads an examination from the numbers of a card that has no more of it. */
function examinationOf(numbers: CardEvaluation['rows'][number]['metrics']): Examination {
  const valueOf = (name: string) => numbers[name]?.estimate ?? Number.NaN;
  return {
    decisions: 0,
    outOfDistributionRate: valueOf('outOfDistributionRate'),
    maxStabilityIndex: valueOf('maxStabilityIndex'),
    leastStableFeature: -1,
    unstableShare: valueOf('unstableShare'),
    criticDisagreement: valueOf('criticDisagreement'),
    cloneSurprise: valueOf('cloneSurprise'),
    parity: Number.NaN,
    calibration: null,
  };
}

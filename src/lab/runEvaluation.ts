/**
 * Measures how a run's policies do, on the collectors: now and then while it trains, beside the
 * baselines when it is over, and for every return that a Decision Transformer can be asked for.
 * Validation and evaluation play episodes of their own, so that watching the one does not spoil the
 * other.
 */
import { readAgentFile, writeAgentFile } from '../agents/files/agentFile';
import { createAgent } from '../agents/createAgent';
import type { AgentSpec } from '../agents/agentSpec';
import type { DecisionTransformerSnapshot } from '../agents/policies/decisionTransformerSnapshot';
import type { ExaminationModels } from '../agents/policies/examinationModels';
import { askedShare, policySpec, targetReturnOf } from '../agents/policies/policySpec';
import type { AnyPolicy } from '../agents/policies/policySnapshot';
import { deriveSeeds } from '../agents/seeds';
import { baselinesOf, CLONE_NAME } from '../evaluation/baselines';
import { deployGate } from '../evaluation/deployGate';
import { distinctEpisodes } from '../evaluation/distinctEpisodes';
import { summariseBehaviour } from '../evaluation/examination';
import type { EpisodeMetrics, QueueProfits } from '../evaluation/metrics';
import { DEFAULT_CONFIDENCE, meanInterval, type Interval } from '../evaluation/statistics';
import { canonicalJson } from '../market/canonicalJson';
import { evaluationMarket } from '../recordings/play/recording';
import { learnerOf, parseRunConfig, type RunConfig } from '../protocol/run';
import { EVALUATION_EPISODES, evaluateBaselines } from './baselineEvaluation';
import type { CollectorPool } from './collectorPool';
import type { ValidationBaseline, ValidationPoint } from '../protocol/validationHistory';
import type { EvaluationRow, TargetPoint } from './types';

/** Episodes of a validation: a second of work at most. */
const VALIDATION_EPISODES = 8;
/** Shares of the range of returns that a finished Decision Transformer is asked for. */
const TARGET_SHARES: readonly number[] = [0, 0.25, 0.5, 0.75, 1];

type Report = (done: number, total: number) => void;

export class RunEvaluation {
  /** The baselines, on the seeds and under the rewards of `key`. */
  private validated: {
    readonly key: string;
    readonly baselines: readonly ValidationBaseline[];
  } | null = null;
  private cached: { readonly key: string; readonly rows: readonly EvaluationRow[] } | null = null;

  constructor(private readonly pool: CollectorPool) {}

  /** Measures the return of a policy on the validation episodes. */
  async validate(
    config: RunConfig,
    policy: AnyPolicy,
    targetShare: number,
    signal: AbortSignal,
  ): Promise<ValidationPoint> {
    const seeds = deriveSeeds(config.seed, 'validation', VALIDATION_EPISODES);
    const agent = policySpec(policy, targetShare);
    const metrics = await this.play(onValidation(config), agent, seeds, () => {}, signal);
    return { updates: policy.updates, return: returnOf(metrics) };
  }

  /** Measures the return of every baseline on the validation episodes. */
  async validateBaselines(
    config: RunConfig,
    signal: AbortSignal,
  ): Promise<readonly ValidationBaseline[]> {
    const key = scenarioKey(config);
    if (this.validated?.key !== key) {
      const seeds = deriveSeeds(config.seed, 'validation', VALIDATION_EPISODES);
      const baselines: ValidationBaseline[] = [];
      for (const agent of baselinesOf(config.market.preset)) {
        const metrics = await this.play(onValidation(config), agent, seeds, () => {}, signal);
        const { name } = createAgent(agent, config.env);
        baselines.push({ name, return: returnOf(metrics) });
      }
      this.validated = { key, baselines };
    }
    return this.validated.baselines;
  }

  /**
   * Compares the policy, then its clone, then every baseline, on the same episodes. The policy is
   * examined and put before the deploy gate.
   */
  async compare(
    config: RunConfig,
    policy: AnyPolicy,
    targetShare: number,
    { critics, clone }: ExaminationModels,
    report: Report,
    signal: AbortSignal,
  ): Promise<readonly EvaluationRow[]> {
    const seeds = deriveSeeds(config.seed, 'evaluation', EVALUATION_EPISODES);
    const agent = policySpec(policy, targetShare);
    report(0, seeds.length);
    const played = { ...config, market: evaluationMarket(config.market, 'test') };
    const { market, env, weights } = played;
    const exported = policySpec(exportedPolicy(config, policy), targetShare);
    const counted = (done: number) => report(done, seeds.length);
    const examined = await this.pool.examine(
      { market, env, weights, agent, seeds, critics, clone, exported },
      counted,
      signal,
    );
    const cloneEpisodes =
      clone === null
        ? []
        : await this.play(played, policySpec(clone, targetShare), seeds, counted, signal);
    const metrics = examined.map((episode) => episode.metrics);
    const examination = summariseBehaviour(
      examined.map((episode) => episode.behaviourSummary),
      policy,
    );
    const { preset } = market;
    const isClone = learnerOf(config) === 'bc';
    const episodes = metrics;
    const gate = deployGate({ episodes, cloneEpisodes, isClone, examination, env, preset });
    const cloneRows: readonly EvaluationRow[] =
      clone === null
        ? []
        : [{ agentName: CLONE_NAME, policyVersion: null, metrics: cloneEpisodes }];
    const own: EvaluationRow = {
      agentName: createAgent(agent, env).name,
      policyVersion: policy.version,
      metrics,
      ...askedShare(policy, targetShare),
      examined: { examination, gate },
      ...(metrics[0].queueExponent === undefined
        ? {}
        : { queueProfits: await this.queueProfits(played, agent, seeds, counted, signal) }),
    };
    const key = scenarioKey(config);
    if (this.cached?.key !== key) {
      const rows = await evaluateBaselines(this.pool, config, report, signal);
      this.cached = { key, rows };
    }
    return [own, ...cloneRows, ...this.cached.rows];
  }

  /** Measures what is achieved for what is asked. */
  async targets(
    config: RunConfig,
    policy: DecisionTransformerSnapshot,
    report: Report,
    signal: AbortSignal,
  ): Promise<readonly TargetPoint[]> {
    const seeds = deriveSeeds(config.seed, 'validation', VALIDATION_EPISODES);
    const total = TARGET_SHARES.length * seeds.length;
    const points: TargetPoint[] = [];
    report(0, total);
    for (const share of TARGET_SHARES) {
      const before = points.length * seeds.length;
      const agent = policySpec(policy, share);
      const metrics = await this.play(
        onValidation(config),
        agent,
        seeds,
        (done) => report(before + done, total),
        signal,
      );
      const achieved = returnOf(metrics);
      const isReturn = (policy.conditioning ?? 'returnToGo') === 'returnToGo';
      const asked = isReturn ? targetReturnOf(policy, share) : Number.NaN;
      points.push({ share, asked, achieved });
    }
    return points;
  }

  /** Plays the same episodes under the two extremes of where cancels leave a queue. */
  private async queueProfits(
    config: RunConfig,
    agent: AgentSpec,
    seeds: readonly number[],
    onProgress: (done: number) => void,
    signal: AbortSignal,
  ): Promise<QueueProfits> {
    const profits = async (queueExponent: number) => {
      const metrics = await this.play(config, agent, seeds, onProgress, signal, queueExponent);
      return metrics.map(({ profit }) => profit);
    };
    return { even: await profits(1), behind: await profits(Infinity) };
  }

  private async play(
    { market, env, weights }: RunConfig,
    agent: AgentSpec,
    seeds: readonly number[],
    onProgress: (done: number) => void,
    signal: AbortSignal,
    queueExponent?: number,
  ): Promise<readonly EpisodeMetrics[]> {
    const request = { market, env, weights, agent, seeds, queueExponent };
    return await this.pool.evaluate(request, onProgress, signal);
  }
}

/** On a recording, policies are chosen on a part of their own. */
/** Mean return, over as many episodes as do not overlap. */
const returnOf = (metrics: readonly EpisodeMetrics[]): Interval =>
  meanInterval(
    metrics.map((one) => one.return),
    DEFAULT_CONFIDENCE,
    distinctEpisodes(metrics),
  );

const onValidation = (config: RunConfig): RunConfig => ({
  ...config,
  market: evaluationMarket(config.market, 'validation'),
});

/** Returns the policy as the file that a person may take away would give it back. */
function exportedPolicy(config: RunConfig, policy: AnyPolicy): AnyPolicy {
  const about = { name: 'export', description: '', datasetHash: null, targetReturn: null };
  const file = writeAgentFile({ ...about, config, evaluation: null, gate: null }, policy);
  return readAgentFile(file, parseRunConfig).policy;
}

const scenarioKey = ({ market, env, weights, seed }: RunConfig): string =>
  canonicalJson({ market, env, weights, seed });

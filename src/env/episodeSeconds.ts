import type { EnvConfig } from './config';

/**
 * Length of an episode in market time. It stands apart from the schemas, which workers do without.
 */
export function episodeSeconds(config: EnvConfig): number {
  return config.episodeLength * config.decisionIntervalSeconds;
}

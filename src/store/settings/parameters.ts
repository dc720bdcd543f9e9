/** The parameters of the market's flow in the settings: those that differ from the preset's. */
import { parseMarketConfig, type MarketPreset } from '../../market/config';
import { valuesOfText } from '../../market/fields';

/**
 * Checks parameters together, which each by itself are in their range.
 * @param text of the setting
 * @throws InvalidInputError for a market that would not go on
 */
export function checkParameters(preset: MarketPreset, text: string): void {
  if (text === '' || preset === 'avellanedaStoikov') return;
  parseMarketConfig({ preset, parameters: valuesOfText(text) });
}

/** Parameters of the market's flow, as they are typed or as a file has them. */
import type { MarketPreset } from '../../market/config';
import { valuesOfText, wrongValue } from '../../market/fields';
import { PARAMETERS_FIELD, type ParameterChanges } from '../../market/synthetic/parameterFields';
import { InvalidInputError } from '../../market/validation';
import { MOST_MARKET_BYTES, parseMarketFile, type MarketFile } from '../../protocol/marketFile';
import { inFile, readBytes, sizeOfFile } from '../output/files';

/** A market file is known by its ending. */
export const parameterFiles = (text: string): readonly string[] =>
  text.endsWith('.json') ? [text] : [];

function readMarketFile(path: string): MarketFile {
  const text = new TextDecoder().decode(readBytes(path));
  try {
    return parseMarketFile(text, 'market file');
  } catch (error) {
    throw inFile(path, error);
  }
}

/**
 * @param text `name:number` pairs, or the path of a market file, which ends in `.json`
 * @returns undefined where the file has those of the preset
 * @throws InvalidInputError for values out of range, or a file of another preset
 */
export function parametersOfFlag(text: string, preset: MarketPreset): ParameterChanges | undefined {
  if (parameterFiles(text).length === 0) {
    const expected = wrongValue(PARAMETERS_FIELD, text);
    if (expected !== null) throw new InvalidInputError('--parameters', expected, text);
    return valuesOfText(text);
  }
  const size = sizeOfFile(text);
  if (size > MOST_MARKET_BYTES) {
    const expected = `a market file of at most ${MOST_MARKET_BYTES} bytes`;
    throw new InvalidInputError('--parameters', expected, `${size} bytes`);
  }
  const { market } = readMarketFile(text);
  if (market.preset !== preset) {
    throw new InvalidInputError('--market', `${market.preset}, as in ${text}`, preset);
  }
  return market.parameters;
}

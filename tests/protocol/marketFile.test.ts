import { expect, it } from 'vitest';
import { parseMarketConfig } from '../../src/market/config';
import { ES } from '../../src/market/synthetic/presets';
import { formatMarketFile, parseMarketFile } from '../../src/protocol/marketFile';

const MARKET = parseMarketConfig({ preset: 'es', parameters: { informedRate: 40, tether: 0.5 } });

it('a market file gives back the market, and holds every parameter of it', () => {
  const text = formatMarketFile('mine', MARKET);
  expect(JSON.parse(text)).toMatchObject({
    market: { parameters: { ...ES, informedRate: 40, tether: 0.5 } },
  });
  expect(parseMarketFile(text)).toMatchObject({ name: 'mine', market: MARKET });
});

it('a market file keeps what a fit said', () => {
  const fit = {
    tether: { estimate: 0.5, low: 0.4, high: 0.6, observations: 1000, isIdentified: true },
  };
  expect(parseMarketFile(formatMarketFile('fitted', MARKET, fit)).fit).toEqual(fit);
});

it('what is no market file is refused, with the field', () => {
  expect(() => parseMarketFile('hello')).toThrow('market file: expected an object, got "hello"');
  expect(() => parseMarketFile('{"format":"nanoarb-run"}')).toThrow(
    'market file.format: expected nanoarb-market',
  );
  const wild = formatMarketFile('mine', MARKET).replace('"tether": 0.5', '"tether": 50');
  expect(() => parseMarketFile(wild)).toThrow('market.parameters.tether: expected a number from 0');
});

it('an interval that is upside down is refused', () => {
  const fit = {
    tether: { estimate: 0.5, low: 0.6, high: 0.4, observations: 1000, isIdentified: true },
  };
  const told = 'fit.tether: expected an interval whose low end is not above its high one';
  expect(() => parseMarketFile(formatMarketFile('fitted', MARKET, fit))).toThrow(told);
});

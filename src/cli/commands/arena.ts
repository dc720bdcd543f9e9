/**
 * A tournament: every agent alone, beside every other, beside a copy of itself, and all of them in
 * one book, on common seeds.
 */
import type { ArenaRequest, ArenaScore } from '../../evaluation/arena';
import { meanInterval, type Interval } from '../../evaluation/statistics';
import { deriveSeeds } from '../../agents/seeds';
import { rivalNames } from '../../agents/rivals/seatRivals';
import type { RivalConfig } from '../../agents/rivals/sharedMarket';
import { termsText } from '../../store/settings/rivalConfigs';
import { MOST_SEATS } from '../../market/types';
import { InvalidInputError } from '../../market/validation';
import { identifier } from '../output/agentTable';
import { formatInterval, formatWhole, intervalResults } from '../output/intervals';
import { formatNumber, type BenchResult } from '../output/results';
import { formatTable } from '../output/table';
import { defineCommand } from '../program/command';
import { wholeFlag } from '../program/flags';
import { CONFIG_FLAG } from '../program/configSource';
import { AGENT_NAMES, AGENT_WORDS, agentFiles, readRival } from '../program/rivals';
import {
  EXECUTION_FLAGS,
  MARKET_FLAGS,
  SEED_FLAG,
  marketName,
  settingFlags,
} from '../program/settings';
import { runOfFlags } from '../program/runFlags';
import { playArenasOnCores } from '../work/playing';

const ALL = 'all together';

/** Books of a tournament: the agents in each, by their places in the list. */
interface Book {
  readonly name: string;
  readonly places: readonly number[];
}

export const arena = defineCommand(
  'let agents trade in one book: a round robin on common seeds',
  {
    ...CONFIG_FLAG,
    ...MARKET_FLAGS,
    ...settingFlags('episodeLength'),
    ...EXECUTION_FLAGS,
    agents: {
      kind: 'text',
      reads: agentFiles,
      orElse: AGENT_NAMES,
      placeholder: 'NAME,NAME[,NAME…]',
      help: `two to eight, each ${AGENT_WORDS}`,
    },
    evaluationEpisodes: wholeFlag({ default: 32, min: 2, max: 10_000, help: 'episodes per book' }),
    seed: SEED_FLAG,
  },
  async (flags, terminal, given) => {
    const names = flags.agents?.split(',') ?? [];
    if (names.length < 2 || names.length > MOST_SEATS) {
      const given = flags.agents ?? undefined;
      throw new InvalidInputError('--agents', `two to ${MOST_SEATS} names`, given);
    }
    const { run } = await runOfFlags(flags, given);
    const { rivals: _rivals, tape: _tape, ...market } = run.market;
    if (market.preset === 'avellanedaStoikov') {
      throw new InvalidInputError(
        '--market',
        'es or nq: in the closed forms nobody queues',
        market.preset,
      );
    }
    const { env, seed } = run;
    const agents = await Promise.all(names.map((name) => readRival(name, market.preset)));
    const titles = numbered(rivalNames({ ...market, rivals: agents }, env));
    const seeds = deriveSeeds(seed, 'evaluation', flags.evaluationEpisodes);
    const books = booksOf(titles);
    const requests = books.map(({ places }): ArenaRequest => ({
      market,
      env,
      agents: places.map((place): RivalConfig => agents[place]),
      owners: ownersOf(places),
      seeds,
    }));
    const total = books.length * seeds.length;
    const scores = await playArenasOnCores(requests, (done) =>
      terminal.progress.update(`Playing: episode ${done} of ${total}`),
    );
    terminal.progress.finish(
      `Played ${books.length} books of ${titles.length} agents on ${seeds.length} episodes each.`,
    );
    const columns = ['alone', ...titles.map((title) => `beside ${title}`), ALL];
    const cells = titles.map((_, place) =>
      columns.map((column) => cellOf(place, column, titles, books, scores)),
    );
    for (const [place, title] of titles.entries()) {
      const own = termsText(agents[place]);
      if (own !== '') terminal.print(`${title}: ${own}`);
    }
    terminal.print('Profit an episode, dollars, with its 95 % interval');
    terminal.print(
      tableOf(titles, columns, cells, ({ profit }) => formatInterval(profit, formatWhole)),
    );
    terminal.print('\nShare of volume, per cent');
    terminal.print(tableOf(titles, columns, cells, formatShare));
    const prefix = `arena.${marketName(market)}`;
    const results = titles.flatMap((title, place) =>
      columns.flatMap((column, index) =>
        resultsOf(`${prefix}.${identifier(title)}.${identifier(column)}`, cells[place][index]),
      ),
    );
    const config = {
      market,
      env,
      agents: titles,
      /** What sets each apart from env. */
      terms: agents.map((each) => {
        const { agent: _, ...terms } = each;
        return terms;
      }),
      seed,
      episodes: seeds.length,
    };
    return { config, results };
  },
);

/** Every agent alone, every pair with the pairs of a kind, and everybody. */
function booksOf(titles: readonly string[]): Book[] {
  const places = titles.map((_, place) => place);
  const alone = places.map((place) => ({ name: 'alone', places: [place] }));
  const pairs = places.flatMap((one) =>
    places.slice(one).map((other) => ({ name: 'pair', places: [one, other] })),
  );
  return titles.length > 2 ? [...alone, ...pairs, { name: ALL, places }] : [...alone, ...pairs];
}

/** An agent trades as its place in the list; its copy takes the next. */
const ownersOf = (places: readonly number[]): number[] =>
  places.map((place, seat) => {
    const isCopy = places.indexOf(place) < seat;
    return 1 + ((place + Number(isCopy)) % MOST_SEATS);
  });

/** What an agent made in one kind of company: intervals over episodes. */
interface Cell {
  readonly profit: Interval;
  readonly shareOfVolume: Interval;
  readonly contractsTraded: Interval;
  readonly fills: Interval;
  readonly meanAbsInventory: Interval;
}

function cellOf(
  place: number,
  column: string,
  titles: readonly string[],
  books: readonly Book[],
  scores: readonly ArenaScore[][][],
): Cell {
  const beside = titles.findIndex((title) => `beside ${title}` === column);
  const wanted =
    column === 'alone'
      ? [place]
      : column === ALL
        ? titles.map((_, each) => each)
        : [Math.min(place, beside), Math.max(place, beside)];
  const index = books.findIndex(({ places }) => places.join() === wanted.join());
  // Copies share a book: each episode counts once, as the mean of the two.
  const seats = wanted.flatMap((each, seat) => (each === place ? [seat] : []));
  const over = (value: (score: ArenaScore) => number): Interval =>
    meanInterval(
      scores[index].map((episode) => {
        const own = seats.map((seat) => value(episode[seat]));
        return own.reduce((sum, one) => sum + one, 0) / own.length;
      }),
    );
  return {
    profit: over(({ profit }) => profit),
    shareOfVolume: over(({ shareOfVolume }) => shareOfVolume),
    contractsTraded: over(({ contractsTraded }) => contractsTraded),
    fills: over(({ fills }) => fills),
    meanAbsInventory: over(({ meanAbsInventory }) => meanAbsInventory),
  };
}

const formatShare = ({ shareOfVolume }: Cell): string => formatNumber(100 * shareOfVolume.estimate);

function tableOf(
  titles: readonly string[],
  columns: readonly string[],
  cells: readonly (readonly Cell[])[],
  format: (cell: Cell) => string,
): string {
  const rows = titles.map((title, place) => [title, ...cells[place].map(format)]);
  return formatTable(['agent', ...columns], rows);
}

function resultsOf(name: string, cell: Cell): BenchResult[] {
  return [
    ...intervalResults(name, 'profit', cell.profit, 'dollars'),
    ...intervalResults(name, 'shareOfVolume', cell.shareOfVolume, 'of all contracts'),
    { name: `${name}.contractsTraded`, value: cell.contractsTraded.estimate, unit: 'contracts' },
    { name: `${name}.fills`, value: cell.fills.estimate, unit: 'fills' },
    {
      name: `${name}.meanAbsInventory`,
      value: cell.meanAbsInventory.estimate,
      unit: 'contracts',
    },
  ];
}

/** Tells agents of one name apart by numbers. */
function numbered(names: readonly string[]): string[] {
  return names.map((name, index) => {
    const before = names.slice(0, index).filter((other) => other === name).length;
    return before === 0 ? name : `${name} ${before + 1}`;
  });
}

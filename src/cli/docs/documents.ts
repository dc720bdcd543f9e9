/**
 * Two documents are made from measurements, docs/results.md and docs/benchmarks.md. This file names
 * the commands that they show, in order, and turns what a command wrote into a section. No
 * measurement is typed here.
 */
import type { ResultFile } from '../output/results';
import { resultTables } from './resultTables';
import type { Words } from './wording';

/** A command whose results a document shows. */
export interface DocumentedRun {
  /** Name of its file in docs/data, without `.json`. */
  readonly name: string;
  readonly title: string;
  /** Command after `npm run`, without `--json`. */
  readonly command: string;
  /** Minutes it takes on a quiet machine with two cores, rounded up. */
  readonly minutes: number;
  /** Text to read before the tables. */
  readonly text: string;
  /** Columns of measured results to show; all of them by default. */
  readonly columns?: readonly string[];
  /** Names of results that are not their own words. */
  readonly words?: Words;
  /** Seeds of further runs of the command, of which a document shows the conclusions. */
  readonly furtherSeeds?: readonly number[];
}

/** One run of a command: the name of its file in docs/data, and the command. */
export interface Measurement {
  readonly name: string;
  readonly command: string;
}

/** Gives the run whose tables a document shows, and those of further seeds after it. */
export function measurementsOf({ name, command, furtherSeeds = [] }: DocumentedRun): Measurement[] {
  const unseeded = command.replace(/ --seed \d+$/, '');
  return [
    { name, command },
    ...furtherSeeds.map((seed) => ({
      name: `${name}-${seed}`,
      command: `${unseeded} --seed ${seed}`,
    })),
  ];
}

export interface MeasuredDocument {
  /** File name in docs. */
  readonly file: string;
  readonly title: string;
  readonly text: string;
  readonly runs: readonly DocumentedRun[];
}

const AGENT_COLUMNS = [
  'return',
  'difference',
  'sharpe',
  'meanAbsInventory',
  'contractsTraded',
  'shareOfVolume',
  'profitPerContract',
  'quotedSpread',
];

const RESULTS: MeasuredDocument = {
  file: 'results.md',
  title: 'Results',
  text: 'Each section is one command, which anyone can run again; on the CPU backend the same seed gives the same numbers. A section without numbers says that its command has not been run. Limits in brackets are at 95 %. Experiments take several data seeds that no recipe was chosen on, as each section says. How the settings were chosen, and what was tried before, is in [decisions](decisions.md).',
  runs: [
    {
      name: 'iql-beats-cloning',
      title: 'IQL earns more than the clone of its data',
      command: 'lab -- experiment iql-beats-cloning --seed 77',
      minutes: 12,
      furtherSeeds: [2024, 31_415, 60_013, 70_001, 80_021],
      text: 'ES, one minute an episode. Differences are in dollars per episode, on data seeds that no recipe was chosen on; their intervals count data seeds, training seeds and episodes as chance, and the lines by data seed show each dataset. The tuned rule is the best of a grid on seeds of its own.',
    },
    {
      name: 'target-return',
      title: 'A Decision Transformer and the control variate',
      command: 'lab -- experiment target-return --seed 4001',
      minutes: 3,
      furtherSeeds: [5001],
      text: 'Toxic ES, half a minute an episode. Gamblers in the data lose on average; in an older market, which paid them more, they had the best episodes as well, and a transformer that was told plain returns and asked for the highest gambled. Here luck no longer hides what gambling costs, which the share of gamblers among the highest tenth shows. Models are told plain returns, returns with a control variate, or the returns that trained critics expect, and are asked for shares of the range of returns in their data: 0 % is the lowest, 100 % the highest.',
      columns: ['return', 'spearman', 'inventory', 'gamblersAmongHighest'],
      words: {
        'withoutLuckMinusPlain.return': 'control variate − plain returns',
        'criticMinusPlain.return': 'critic’s returns − plain returns',
        'plainMinus.withoutLuck': 'plain returns − control variate',
        'plainMinus.critic': 'plain returns − critic’s returns',
        'quantileMinusPlain.return': 'rank of the critic’s value − plain returns',
        'plainMinus.quantile': 'plain returns − rank of the critic’s value',
        plain: 'plain returns',
        withoutLuck: 'control variate',
        critic: 'critic’s returns',
        quantile: 'rank of the critic’s value',
        gambler: 'gamblers of the data',
        steady: 'steady makers of the data',
        spearman: 'Spearman’s ρ',
        gamblersAmongHighest: 'gamblers among the highest tenth',
      },
    },
    {
      name: 'inventory-aversion',
      title: 'A higher inventory penalty',
      command: 'lab -- experiment inventory-aversion --seed 4001',
      minutes: 4,
      furtherSeeds: [5001],
      text: 'One agent for each weight of the inventory penalty, in dollars per step at the limit: the inventory that it holds, and the spread that it captures.',
    },
    {
      name: 'toxic-flow',
      title: 'Training in toxic flow',
      command: 'lab -- experiment toxic-flow --seed 4001',
      minutes: 3,
      furtherSeeds: [5001],
      text: 'An agent trained in the calm regime is evaluated there and in the toxic one, beside an agent that was trained in the toxic one.',
      words: {
        calmInCalm: 'trained calm, in calm',
        calmInToxic: 'trained calm, in toxic',
        toxicInToxic: 'trained toxic, in toxic',
        toxicMinusCalm: 'trained toxic − trained calm, in toxic',
      },
    },
    {
      name: 'stale-advantages',
      title: 'The broadcasting fault of NanoARB',
      command: 'lab -- experiment stale-advantages --seed 4001',
      minutes: 3,
      furtherSeeds: [5001],
      text: 'NanoARB multiplies a column of advantage weights by a row of log densities, so that every action gets the same mean weight. Here the fault is put in on purpose, and the policy is compared with that of cloning. How it then earns beside cloning is measured here.',
      words: {
        faulty: 'IQL with the fault',
        betweenSeeds: 'two seeds of cloning',
        iqlMinusFaulty: 'IQL − IQL with the fault',
        iqlMinusCloning: 'IQL − cloning',
        faultyMinusCloning: 'IQL with the fault − cloning',
        actionDistance: 'distance of actions from cloning',
      },
    },
    {
      name: 'slider-effects',
      title: 'What reward weights do',
      command: 'lab -- experiment slider-effects --seed 6001',
      minutes: 6,
      text: 'Agents trained with one weight at a low and a high value, and under the objectives that the page offers, by the default recipe: what they hold, quote, trade and earn, and how that differs from the default weights. The page’s texts beside the weights are made of these numbers.',
      words: {
        toxicProof: 'toxic-proof',
        moneyOnly: 'money only',
        tightMinus: 'tight minus',
        toxicProofMinus: 'toxic-proof minus',
        moneyOnlyMinus: 'money only minus',
        patientMinus: 'patient minus',
        lowMinus: 'low minus',
        highMinus: 'high minus',
      },
    },
    {
      name: 'weights-that-steer',
      title: 'One agent for every weighting',
      command: 'lab -- experiment weights-that-steer --seed 6201',
      minutes: 15,
      text: 'One agent that is told the weights, and agents that are each trained for one of nine settings of the inventory penalty and of adverse selection, which take three times its updates together; all by the recipe of the bundled agent of ES. Differences are in dollars per episode under the weights of the setting.',
      words: { told: 'told the weights', separate: 'trained for the setting' },
    },
    {
      name: 'league',
      title: 'Trained against a copy of itself',
      command: 'lab -- experiment league --seed 7001',
      minutes: 20,
      text: 'What a policy that was trained alone earns alone and beside its frozen copy, and what later versions earn beside that copy, each trained on data that were collected beside all versions before it.',
      words: {
        aloneAlone: 'trained alone, alone',
        aloneBesideCopy: 'trained alone, beside its copy',
        copyMinusAlone: 'beside its copy − alone',
        version2: 'version 2, beside that copy',
        version3: 'version 3, beside that copy',
        version2MinusCopy: 'version 2 − the copy',
        version3MinusCopy: 'version 3 − the copy',
      },
    },
    {
      name: 'agents',
      title: 'Bundled agents',
      command: 'lab -- agents --out node_modules/.cache/agents',
      minutes: 4,
      text: 'Each agent that comes with the page beside the clone of its data and the baselines, on episodes that nothing was chosen with. A difference is from the reference baseline.',
      columns: AGENT_COLUMNS,
    },
    {
      name: 'facts',
      title: 'Stylised facts of the ES market',
      command: 'lab -- facts --market es --seconds 1800 --seed 101 --seeds 5',
      minutes: 1,
      text: 'Accepted ranges come from published facts. A fact passes when its 95 % interval over sessions meets the range, where its standard error is shown as ±. The market was tuned on other seeds; `--groups 6` counts on how many groups of sessions each fact passes. Passive fills keep more of the spread where nobody is informed: adverse selection comes from the mechanism. What makers get is of reference makers that play every session alone, of one contract and of ten; what each range is held against is in [market](market.md#what-is-held-against-what).',
      words: {
        one: 'one lot',
        ten: 'ten lots',
        medianMs: 'median life',
        outlast100ms: 'outlasts 100 ms',
        imbalanceMaker: 'imbalance-aware maker',
        '100us': '100 µs',
      },
    },
    {
      name: 'fit-recovers',
      title: 'Fitting gives back what a market was made with',
      command: 'lab -- experiment fit-recovers --seed 9301',
      minutes: 9,
      text: 'Half-hour recordings of ES, NQ and the toxic regime, read back, played and fitted from a start up to a third away from the preset, on seeds that nothing was chosen with. An interval of 95 % misses one truth in twenty, and those of one recording miss together: the claim holds where nine in ten hold it and the book is identical at every event. Rates have wide intervals since half an hour of an uneven clock tells little of how busy a market is on average. Where no market was found that is as near to the recording as chance would have it, intervals are wider by as much.',
    },
    {
      name: 'regimes',
      title: 'Regimes of the ES market',
      command: 'lab -- regimes --market es',
      minutes: 2,
      text: 'Calm, volatile, toxic and trending against the base regime, in the order that their names promise.',
    },
    {
      name: 'oracles',
      title: 'Published numbers',
      command: 'lab -- oracles',
      minutes: 1,
      text: 'Numbers of Avellaneda-Stoikov, GLFT, Cartea-Jaimungal and Cont-de Larrard, by formula or by simulation.',
    },
  ],
};

const BENCHMARKS: MeasuredDocument = {
  file: 'benchmarks.md',
  title: 'Benchmarks',
  text: 'Each section is one command. A section without numbers says that its command has not been run. Ways that are compared take turns in the same run, so that their ratios survive a change of machine. Accepted ranges are for a machine of two cores without a graphics card; no graphics card has been measured yet.',
  runs: [
    {
      name: 'bench',
      title: 'Market, environment, inference and learning',
      command: 'bench -- market env acting learning',
      minutes: 2,
      text: 'One thread. Events of the market are nearly all of a step of the environment.',
    },
    {
      name: 'bench-training',
      title: 'Ways to make an update',
      command: 'bench -- training',
      minutes: 8,
      text: 'An update as a compiled program, eagerly in tfjs, in stock tfjs written the obvious way, and in jax-js. WebGPU runs on the adapter that the machine has, in software where there is none.',
    },
    {
      name: 'bench-data',
      title: 'Loading a million transitions',
      command: 'bench -- data',
      minutes: 1,
      text: 'From Parquet, every check of the import included; the peak is that of the whole process.',
    },
    {
      name: 'bench-memory',
      title: 'Memory',
      command: 'bench -- memory',
      minutes: 5,
      text: 'Bytes that 20,000 updates leave behind once garbage is collected.',
    },
  ],
};

export const DOCUMENTS: readonly MeasuredDocument[] = [RESULTS, BENCHMARKS];

/** @param read gives what the run of that name wrote, or null where it has not been run */
export function renderDocument(
  { title, text, runs }: MeasuredDocument,
  read: (name: string) => ResultFile | null,
): string {
  return [
    `<!-- Made by \`npm run docs\` from docs/data. Do not edit. -->`,
    `# ${title}`,
    text,
    ...runs.flatMap((run) => section(run, read)),
    '',
  ]
    .join('\n\n')
    .replace(/\n+$/, '\n');
}

function section(run: DocumentedRun, read: (name: string) => ResultFile | null): string[] {
  const file = read(run.name);
  return [
    `## ${run.title}`,
    ...(file?.claim === undefined ? [] : [`Claim: ${file.claim}.`]),
    run.text,
    `\`npm run ${run.command}\``,
    ...(file === null
      ? ['Not measured yet.']
      : [
          ...(file.conclusion === undefined ? [] : [file.conclusion]),
          ...resultTables(
            file.results.filter(({ name }) => !isVerdict(file, name)),
            run,
          ),
        ]),
    ...furtherConclusions(run, read),
  ];
}

/** Lists the conclusions on further seeds, one a line. */
function furtherConclusions(
  run: DocumentedRun,
  read: (name: string) => ResultFile | null,
): string[] {
  const [, ...further] = measurementsOf(run);
  const lines = further.map(({ name, command }) => {
    const conclusion = read(name)?.conclusion ?? 'Not measured yet.';
    return `- \`${command.replace(/^.*--seed /, '--seed ')}\`: ${conclusion}`;
  });
  return lines.length === 0 ? [] : ['The same command on other data seeds:', lines.join('\n')];
}

/** The conclusion of an experiment says already whether its claim holds. */
const isVerdict = ({ conclusion }: ResultFile, name: string): boolean =>
  conclusion !== undefined && name.endsWith('.verdict');

/**
 * Two documents are made from measurements, docs/results.md and docs/benchmarks.md. This file
 * names the commands that they show, in order, and turns what a command wrote into a section.
 * No measurement is typed here.
 */
import type { ResultFile } from '../output/results';
import { resultTables } from './resultTables';

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
  'quotedSpread',
];

const RESULTS: MeasuredDocument = {
  file: 'results.md',
  title: 'Results',
  text: 'Each section is one command, which anyone can run again: the same seed gives the same numbers. Limits in brackets are at 95 %. How the settings were chosen, and what was tried before, is in [decisions](decisions.md).',
  runs: [
    {
      name: 'iql-beats-cloning',
      title: 'IQL earns more than the clone of its data',
      command: 'lab -- experiment iql-beats-cloning',
      minutes: 7,
      text: 'ES, one minute an episode. A difference is in dollars per episode, over training seeds and over episodes; it counts as shown when both intervals exclude zero.',
    },
    {
      name: 'target-return',
      title: 'A Decision Transformer and the control variate',
      command: 'lab -- experiment target-return',
      minutes: 3,
      text: 'Toxic ES, half a minute an episode. Gamblers in the data lose on average and have the best episodes. A model that is told plain returns imitates them when it is asked for the most. `withoutLuck` subtracts a control variate from the returns, and `critic` takes them from trained critics.',
      columns: [
        'return',
        'spearman',
        'inventory',
        'gamblersAmongHighest',
        'overSeeds',
        'overEpisodes',
      ],
    },
    {
      name: 'inventory-aversion',
      title: 'A higher price of inventory, and less of it',
      command: 'lab -- experiment inventory-aversion',
      minutes: 4,
      text: 'One agent for each weight of the inventory penalty, in dollars per step at the limit. The spread that it captures is what the agent gives up for a flatter book.',
    },
    {
      name: 'toxic-flow',
      title: 'Informed flow teaches caution',
      command: 'lab -- experiment toxic-flow',
      minutes: 3,
      text: 'An agent trained in the calm regime is evaluated there and in the toxic one, beside an agent that was trained in the toxic one.',
    },
    {
      name: 'stale-advantages',
      title: 'The broadcasting fault of NanoARB',
      command: 'lab -- experiment stale-advantages',
      minutes: 3,
      text: 'NanoARB multiplies a column of advantage weights by a row of log densities, so that every action gets the same mean weight. With that fault put in on purpose, IQL trains to the policy that cloning gives.',
    },
    {
      name: 'agents',
      title: 'The agents that come with the page',
      command: 'lab -- agents --out node_modules/.cache/agents',
      minutes: 4,
      text: 'Each bundled agent beside the clone of its data and the baselines, on episodes that nothing was chosen with. A difference is from the reference baseline.',
      columns: AGENT_COLUMNS,
    },
    {
      name: 'facts',
      title: 'Stylised facts of the ES market',
      command: 'lab -- facts --market es --seconds 1800 --seeds 5',
      minutes: 1,
      text: 'Accepted ranges come from published facts. Passive fills keep more of the spread where nobody is informed: adverse selection comes from the mechanism.',
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
  text: 'Measured in one run each. Ways that are compared take turns in the same run, so that their ratios survive a change of machine. Accepted ranges are for a machine of two cores without a graphics card; no graphics card has been measured yet.',
  runs: [
    {
      name: 'bench',
      title: 'Market, environment, acting and learning',
      command: 'bench -- market env acting learning',
      minutes: 2,
      text: 'One thread. The environment makes fewer steps a second than it is asked for: events of the market are nearly all of a step. Sixteen decisions at once take no less time each, since the kernel is bound by arithmetic; nor is an evaluation quicker when episodes go in step, because their books leave the cache.',
    },
    {
      name: 'bench-training',
      title: 'Ways to make an update',
      command: 'bench -- training',
      minutes: 8,
      text: '`captured` is the compiled update, `eager` the same learner in tfjs, `stock` tfjs written the obvious way, and `jax` is jax-js. WebGPU runs on the adapter that the machine has, in software where there is none: there every load is checked four times over, and the code of a tile is larger than the cache that holds it.',
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
      title: 'Memory that training keeps',
      command: 'bench -- memory',
      minutes: 5,
      text: 'Bytes that 20,000 updates leave behind after a collection.',
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
    ...runs.flatMap((run) => section(run, read(run.name))),
    '',
  ]
    .join('\n\n')
    .replace(/\n+$/, '\n');
}

function section(run: DocumentedRun, file: ResultFile | null): string[] {
  return [
    `## ${run.title}`,
    ...(file?.claim === undefined ? [] : [`Claim: ${file.claim}.`]),
    run.text,
    `\`npm run ${run.command}\``,
    ...(file === null
      ? ['Not measured yet.']
      : [
          ...(file.conclusion === undefined ? [] : [file.conclusion]),
          ...resultTables(file.results, run.columns),
        ]),
  ];
}

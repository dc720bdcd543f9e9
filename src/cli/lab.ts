/** The lab without a page: `npm run lab -- COMMAND`. */
import { runProgram, watchStreams } from './program/command';
import { agents } from './commands/agents';
import { collect } from './commands/collect';
import { evaluate } from './commands/evaluate';
import { experiment } from './commands/experiment';
import { exportAgent } from './commands/export';
import { facts } from './commands/facts';
import { fuzz } from './commands/fuzz';
import { oracles } from './commands/oracles';
import { regimes } from './commands/regimes';
import { train } from './commands/train';

watchStreams();
process.exitCode = await runProgram(
  'npm run lab --',
  {
    train,
    evaluate,
    collect,
    facts,
    regimes,
    oracles,
    experiment,
    export: exportAgent,
    agents,
    fuzz,
  },
  process.argv.slice(2),
);

/** The lab without a page: `npm run lab -- COMMAND`. */
import { runProgram } from './command';
import { collect } from './commands/collect';
import { evaluate } from './commands/evaluate';
import { train } from './commands/train';

process.exitCode = await runProgram(
  'npm run lab --',
  { train, evaluate, collect },
  process.argv.slice(2),
);

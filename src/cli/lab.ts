/** The lab without a page: `npm run lab -- COMMAND`. */
import { runProgram } from './command';
import { evaluate } from './commands/evaluate';

process.exitCode = await runProgram('npm run lab --', { evaluate }, process.argv.slice(2));

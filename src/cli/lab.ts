/** The lab without a page: `npm run lab -- COMMAND`. */
import { LAB_COMMANDS } from './commands/commands';
import { runProgram, watchStreams } from './program/command';

watchStreams();
process.exitCode = await runProgram('npm run lab --', LAB_COMMANDS, process.argv.slice(2));

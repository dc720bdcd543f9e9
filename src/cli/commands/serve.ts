/** Environments for a program in another language, over a pipe: `lab serve --stdio`. */
import { InvalidInputError } from '../../market/validation';
import { defineCommand } from '../program/command';
import { EnvironmentServer } from '../serve/environmentServer';
import { FRAME, FrameReader, encodeFrame, jsonFrame } from '../serve/frames';

export const serve = defineCommand(
  'play environments for another program, as python/nanoarb_lab does',
  {
    stdio: {
      kind: 'switch',
      help: 'binary frames on standard input and output, as src/cli/serve/frames.ts describes them',
    },
  },
  async ({ stdio }) => {
    if (!stdio)
      throw new InvalidInputError('--stdio', 'the flag: there is no other way yet', stdio);
    if (process.stdin.isTTY) {
      const expected = 'a pipe from a program such as python/nanoarb_lab';
      throw new InvalidInputError('standard input', expected, 'a terminal');
    }
    const server = new EnvironmentServer();
    const reader = new FrameReader();
    let frames = 0;
    try {
      for await (const bytes of process.stdin) {
        for (const frame of reader.take(bytes as Uint8Array)) {
          process.stdout.write(encodeFrame(server.answer(frame)));
          frames += 1;
        }
      }
    } catch (error) {
      // After a frame of a wrong length nothing that follows can be read.
      if (error instanceof InvalidInputError) {
        const { field, expected, message } = error;
        process.stdout.write(encodeFrame(jsonFrame(FRAME.error, { field, expected, message })));
      }
      throw error;
    }
    return {
      config: {},
      results: [{ name: 'serve.frames', value: frames, unit: 'frames answered' }],
    };
  },
);

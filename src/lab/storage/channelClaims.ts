/**
 * Claims of runs where the browser has no locks. A tab asks the others before it trains a run, and
 * those that train it, or asked first, answer. Silence for a moment means that nobody does. A tab
 * that is frozen does not answer, and does not train either.
 */
import { z } from 'zod';
import type { Claims } from './types';

/** Milliseconds for which answers are waited for. */
const ANSWER_MS = 400;

const messageSchema = z.discriminatedUnion('kind', [
  /** Asks which runs are held. */
  z.strictObject({ kind: z.literal('who'), from: z.string() }),
  /** Asks for a run; of two tabs that ask at a time, the one whose id sorts first gets it. */
  z.strictObject({ kind: z.literal('claim'), from: z.string(), run: z.string() }),
  z.strictObject({ kind: z.literal('holds'), to: z.string(), runs: z.array(z.string()) }),
]);
type Message = z.output<typeof messageSchema>;

interface ClaimOptions {
  /** This tab's id. */
  readonly tab: string;
  /** Resolves when answers have had their time. */
  readonly pause: () => Promise<void>;
}

/** What tabs hear each other by. */
interface Channel {
  readonly post: (message: unknown) => void;
  readonly listen: (hear: (message: unknown) => void) => void;
}

export function channelClaims(
  { post, listen }: Channel,
  options: Partial<ClaimOptions> = {},
): Claims {
  const { tab = randomTab(), pause = defaultPause } = options;
  const held = new Set<string>();
  const claimed = new Set<string>();
  const listeners = new Set<(runs: readonly string[]) => void>();
  const send = (message: Message) => post(message);

  listen((heard) => {
    const parsed = messageSchema.safeParse(heard);
    if (!parsed.success) return;
    const message = parsed.data;
    if (message.kind === 'holds') {
      if (message.to === tab) for (const hear of listeners) hear(message.runs);
    } else if (message.kind === 'who') {
      if (held.size > 0) send({ kind: 'holds', to: message.from, runs: [...held] });
    } else {
      const { from, run } = message;
      const isFirst = claimed.has(run) && tab < from;
      if (held.has(run) || isFirst) send({ kind: 'holds', to: from, runs: [run] });
    }
  });

  /** Collects what others answer. */
  const ask = async (question: Message): Promise<ReadonlySet<string>> => {
    const runs = new Set<string>();
    const hear = (answer: readonly string[]) => {
      for (const run of answer) runs.add(run);
    };
    listeners.add(hear);
    send(question);
    await pause();
    listeners.delete(hear);
    return runs;
  };

  return {
    async claim(runId) {
      if (held.has(runId) || claimed.has(runId)) return null;
      claimed.add(runId);
      const others = await ask({ kind: 'claim', from: tab, run: runId });
      claimed.delete(runId);
      if (others.has(runId)) return null;
      held.add(runId);
      return () => {
        held.delete(runId);
        return Promise.resolve();
      };
    },

    async held() {
      const others = await ask({ kind: 'who', from: tab });
      return new Set([...held, ...others]);
    },
  };
}

const randomTab = () => crypto.getRandomValues(new Uint32Array(2)).join('-');

const defaultPause = () =>
  new Promise<void>((resolve) => {
    setTimeout(resolve, ANSWER_MS);
  });

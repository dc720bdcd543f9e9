/**
 * The journal takes labels at once, before the database has written them: a page that goes away
 * does not wait for a database. What it still holds when the lab is opened again was lost on the
 * way, and is written then.
 */
import { z } from 'zod';
import type { RunLabels, StoredEpisode } from './types';

type EpisodeLabels = Pick<StoredEpisode, 'name' | 'bookmarks'>;

/** Labels of one run or episode that an earlier visit left. */
export type LeftEdit = {
  readonly id: string;
  readonly editedAt: number;
  readonly forget: () => void;
} & (
  | { readonly kind: 'run'; readonly labels: Partial<RunLabels> }
  | { readonly kind: 'episode'; readonly labels: Partial<EpisodeLabels> }
);

/** The part of `localStorage` that a journal needs. */
export type JournalStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

const PREFIX = 'nanoarb-lab.edit.';

const common = { id: z.string(), editedAt: z.number() };
const entrySchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('run'),
    ...common,
    labels: z.strictObject({
      name: z.string().exactOptional(),
      notes: z.string().exactOptional(),
      tags: z.array(z.string()).exactOptional(),
    }),
  }),
  z.strictObject({
    kind: z.literal('episode'),
    ...common,
    labels: z.strictObject({
      name: z.string().exactOptional(),
      bookmarks: z.array(z.strictObject({ step: z.int(), label: z.string() })).exactOptional(),
    }),
  }),
]);
type Entry = z.output<typeof entrySchema>;

export class EditJournal {
  /**
   * @param storage null where the browser keeps nothing
   * @param now milliseconds since 1970
   */
  constructor(
    private readonly storage: JournalStorage | null,
    private readonly now: () => number,
  ) {}

  /** Notes labels. @returns a function that forgets them, for when the database has them */
  note(kind: Entry['kind'], id: string, labels: Partial<RunLabels & EpisodeLabels>): () => void {
    const editedAt = this.now();
    const forgets = Object.entries(labels).map(([field, value]) =>
      this.write(`${PREFIX}${kind}.${id}.${field}`, {
        kind,
        id,
        editedAt,
        labels: { [field]: value },
      }),
    );
    return () => {
      for (const forget of forgets) forget();
    };
  }

  /** Lists what earlier visits left, oldest first. */
  left(): LeftEdit[] {
    return this.keys()
      .flatMap((key): LeftEdit[] => {
        const text = this.read(key);
        const entry = parseEntry(text);
        const forget = () => {
          if (this.read(key) === text) this.remove(key);
        };
        if (entry === null) forget();
        return entry === null ? [] : [{ ...entry, forget }];
      })
      .toSorted((a, b) => a.editedAt - b.editedAt);
  }

  private write(key: string, entry: object): () => void {
    const text = JSON.stringify(entry);
    try {
      this.storage?.setItem(key, text);
    } catch {
      // The database is written all the same, if the page stays for long enough.
    }
    return () => {
      if (this.read(key) === text) this.remove(key);
    };
  }

  private keys(): string[] {
    try {
      const { storage } = this;
      return Array.from(
        { length: storage?.length ?? 0 },
        (_, index) => storage?.key(index) ?? '',
      ).filter((key) => key.startsWith(PREFIX));
    } catch {
      return [];
    }
  }

  private read(key: string): string | null {
    try {
      return this.storage?.getItem(key) ?? null;
    } catch {
      return null;
    }
  }

  private remove(key: string): void {
    try {
      this.storage?.removeItem(key);
    } catch {
      // It is found again, and older than what was written since.
    }
  }
}

function parseEntry(text: string | null): Entry | null {
  try {
    return entrySchema.safeParse(JSON.parse(text ?? '')).data ?? null;
  } catch {
    return null;
  }
}

/** Finds the storage of this browser; null where there is none, or it is forbidden. */
export function journalStorage(): JournalStorage | null {
  try {
    return globalThis.localStorage;
  } catch {
    return null;
  }
}

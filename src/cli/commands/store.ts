/** Says what a store of units holds, and removes what nobody needs. */
import { formatNumber } from '../output/results';
import { formatTable } from '../output/table';
import { defineCommand } from '../program/command';
import { readManifests } from '../sweeps/manifest';
import { labBuild } from '../sweeps/labBuild';
import { SHELVES, type UnitStore } from '../sweeps/store';
import { openKeptStore, STORE_FLAGS } from '../program/storeFlags';

const REMOVALS = ['nothing', 'unused', 'otherBuilds', 'failures', 'everything'] as const;
type Removal = (typeof REMOVALS)[number];

export const store = defineCommand(
  'what a store of units holds, and what to remove of it: lab store DIR',
  {
    ...STORE_FLAGS,
    remove: {
      kind: 'choice',
      default: 'nothing',
      choices: REMOVALS,
      help: 'what no sweep of the store names, sweeps of other builds of the lab with what only they name, or all memory of failures',
    },
  },
  async (flags, terminal) => {
    const kept = await openKeptStore(flags, terminal);
    try {
      const removed = await remove(kept, flags.remove);
      if (flags.remove !== 'nothing') terminal.print(`Removed ${removed} entries.`);
      const shelves = await Promise.all(
        SHELVES.map(async (shelf) => {
          const entries = await kept.list(shelf);
          return { shelf, entries: entries.length, bytes: sum(entries.map(({ bytes }) => bytes)) };
        }),
      );
      const rows = shelves.map(({ shelf, entries, bytes }) => [
        shelf,
        formatNumber(entries),
        formatNumber(bytes),
      ]);
      terminal.print(formatTable([kept.place, 'entries', 'bytes'], rows));
      return {
        config: { store: kept.place, remove: flags.remove },
        results: [
          { name: 'store.removed', value: removed, unit: 'entries' },
          ...shelves.flatMap(({ shelf, entries, bytes }) => [
            { name: `store.${shelf}.entries`, value: entries, unit: 'entries' },
            { name: `store.${shelf}.bytes`, value: bytes, unit: 'bytes' },
          ]),
        ],
      };
    } finally {
      await kept.close();
    }
  },
  'store',
);

const sum = (values: readonly number[]): number => values.reduce((total, one) => total + one, 0);

/** @returns the number of entries that were removed */
async function remove(kept: UnitStore, what: Removal): Promise<number> {
  if (what === 'nothing') return 0;
  const partial = await kept.removePartial();
  return partial + (await removeEntries(kept, what));
}

async function removeEntries(kept: UnitStore, what: Removal): Promise<number> {
  if (what === 'failures') return await clear(kept, ['failures'], () => true);
  if (what === 'everything') return await clear(kept, SHELVES, () => true);
  const build = labBuild();
  const manifests = [...(await readManifests(kept))];
  const other = manifests.filter(([, one]) => what === 'otherBuilds' && one.build !== build);
  const gone = new Set(other.map(([name]) => name));
  const named = new Set(
    manifests.filter(([name]) => !gone.has(name)).flatMap(([, { units }]) => units),
  );
  const sweeps = await clear(kept, ['sweeps'], (name) => gone.has(name));
  return sweeps + (await clear(kept, ['units', 'artefacts', 'failures'], (one) => !named.has(one)));
}

async function clear(
  kept: UnitStore,
  shelves: readonly (typeof SHELVES)[number][],
  isGone: (name: string) => boolean,
): Promise<number> {
  let removed = 0;
  for (const shelf of shelves) {
    for (const { name } of await kept.list(shelf)) {
      if (!isGone(name)) continue;
      await kept.remove(shelf, name);
      removed += 1;
    }
  }
  return removed;
}

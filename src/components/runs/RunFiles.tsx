/** Runs and agents are imported from files here. A refused file changes nothing. */
import { useRef } from 'react';
import { useSession } from '../context';

export function RunFiles() {
  const session = useSession();
  const input = useRef<HTMLInputElement>(null);
  const importFile = async (file: File) => {
    try {
      const name = await session.runs.importFile(file);
      session.notices.add(`${file.name} was imported as “${name}”.`);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      session.notices.add(`${file.name} was not imported. ${reason}`);
    }
  };
  return (
    <>
      <button
        type="button"
        className="button"
        title="A run’s JSON, or an agent’s safetensors"
        onClick={() => input.current?.click()}
      >
        Import
      </button>
      <input
        ref={input}
        type="file"
        accept=".json,.safetensors"
        hidden
        aria-label="Run or agent file"
        onChange={(event) => {
          const file = event.target.files?.[0];
          // The same file may be chosen again once it is mended.
          event.target.value = '';
          if (file !== undefined) void importFile(file);
        }}
      />
    </>
  );
}

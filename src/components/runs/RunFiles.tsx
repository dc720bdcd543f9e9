/** Runs and agents are imported from files here. A refused file changes nothing. */
import { useRef } from 'react';
import { useSession } from '../context';

export function RunFiles() {
  const session = useSession();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button
        type="button"
        className="button"
        title="A run’s JSON, or an agent’s safetensors; several at once"
        onClick={() => input.current?.click()}
      >
        Import
      </button>
      <input
        ref={input}
        type="file"
        accept=".json,.safetensors"
        multiple
        hidden
        aria-label="Run or agent file"
        onChange={(event) => {
          const files = [...(event.target.files ?? [])];
          // The same file may be chosen again once it is mended.
          event.target.value = '';
          if (files.length > 0) void session.files.importRuns(files);
        }}
      />
    </>
  );
}

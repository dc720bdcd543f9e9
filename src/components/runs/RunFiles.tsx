/** Runs and agents are imported from files here. A refused file changes nothing. */
import { useSession } from '../context';
import { FileButton } from '../ui/FileButton';

export function RunFiles() {
  const session = useSession();
  return (
    <FileButton
      label="Run or agent file"
      accept=".json,.safetensors"
      multiple
      title="A run’s JSON, or an agent’s safetensors; several at once"
      onFiles={(files) => void session.files.importRuns(files)}
    >
      Import
    </FileButton>
  );
}

/** The button that opens the card of a bundled agent, once its file has loaded. */
import type { BundledAgentName } from '../../lab/bundledAgents';
import { useSessionState } from '../context';
import { LAZY_MODULES } from '../lazyModules';
import { Popover } from '../ui/Popover';
import { TableIcon } from '../ui/icons';
import { lazyPart } from '../ui/lazyPart';

const BundledCard = lazyPart(LAZY_MODULES.bundledCard, {
  name: 'The agent’s card',
  loading: <p className="muted">Loading</p>,
});

export function BundledAgentCard({ name }: { readonly name: BundledAgentName }) {
  const state = useSessionState(({ bundled }) => bundled[name]);
  if (state.kind !== 'ready') return null;
  return (
    <Popover label={<TableIcon />} name="Agent’s card" buttonClass="button plain" panelClass="card">
      <BundledCard agent={state.agent} />
    </Popover>
  );
}

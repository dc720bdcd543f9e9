/** The commands of the lab, by the names that a person types. */
import type { Command } from '../program/command';
import { adopt } from './adopt';
import { agent } from './agent';
import { agents } from './agents';
import { arena } from './arena';
import { collect } from './collect';
import { evaluate } from './evaluate';
import { experiment } from './experiment';
import { exportFile } from './export';
import { facts } from './facts';
import { fit } from './fit';
import { fuzz } from './fuzz';
import { map } from './map';
import { oracles } from './oracles';
import { publish } from './publish';
import { record } from './record';
import { regimes } from './regimes';
import { serve } from './serve';
import { store } from './store';
import { sweep } from './sweep';
import { tape } from './tape';
import { train } from './train';
import { worker } from './worker';

export const LAB_COMMANDS: Readonly<Record<string, Command>> = {
  train,
  evaluate,
  collect,
  facts,
  regimes,
  oracles,
  arena,
  map,
  experiment,
  sweep,
  worker,
  store,
  export: exportFile,
  publish,
  adopt,
  agent,
  agents,
  tape,
  fit,
  record,
  serve,
  fuzz,
};

/** The details say what a run was, take its notes and tags, and export it as a file. */
import { useState } from 'react';
import {
  formatAmount,
  formatCompact,
  formatLimits,
  formatProfit,
  formatShare,
  formatSignificant,
} from '../../charts/format';
import { MARKET_NAMES, marketTitle } from '../../content/markets';
import { episodesText } from '../../content/episodes';
import { RIVAL_TEXTS } from '../../content/rivals';
import { LARGE_SHARE_WARNING } from '../../content/tapes';
import { RUN_TEXTS } from '../../content/runs';
import type { MarketConfig } from '../../market/config';
import { InvalidInputError } from '../../market/validation';
import type { RunRecord, RunSummary } from '../../protocol/run';
import type { Interval } from '../../evaluation/statistics';
import { askedTarget } from '../../store/runs/askedTarget';
import { recordedResult } from '../../store/runs/recordedResult';
import { describeSettings } from '../../store/runs/runs';
import { writeRunAgent, writeRunFile } from '../../store/runs/runFiles';
import { marketRivalsText } from '../../store/settings/rivalConfigs';
import { againstNothing } from '../../evaluation/againstNothing';
import { DeployGate } from '../agent/DeployGate';
import { FinalWord } from './FinalWord';
import { LAZY_MODULES } from '../lazyModules';
import { Explain } from '../ui/Explain';
import { lazyPart } from '../ui/lazyPart';
import { Popover } from '../ui/Popover';
import { useSession } from '../context';
import { SlidersIcon } from '../ui/icons';
import { fileNameOf, saveFile } from '../ui/saveFile';
import { useDraft } from '../ui/useDraft';

const CriticCalibration = lazyPart(LAZY_MODULES.criticCalibration, {
  name: 'The critic’s calibration',
  loading: <p className="muted">Loading the chart</p>,
});

const MAX_TAGS = 40;
const MAX_TAG_LENGTH = 40;

interface RunDetailsProps {
  readonly run: RunSummary;
  /** Text of the button that opens them; without one it is an icon. */
  readonly label?: string;
}

export function RunDetails({ run, label }: RunDetailsProps) {
  return (
    <Popover
      {...(label === undefined
        ? { label: <SlidersIcon />, name: `About ${run.name}: notes, tags, files` }
        : { label })}
      buttonClass={label === undefined ? 'button plain' : 'button'}
      panelClass="form run-details"
    >
      <p className="popover-title">{run.name}</p>
      <Facts run={run} />
      <Examined run={run} />
      <FinalWord run={run} />
      <Notes run={run} />
      <Tags run={run} />
      <TakeSettings run={run} />
      <Exports run={run} />
    </Popover>
  );
}

function Facts({ run }: { readonly run: RunSummary }) {
  const { config, status, createdAt, update, totalUpdates, datasetHash, failure } = run;
  const { evaluation } = run;
  const asked = askedTarget(run);
  const changes = describeSettings(config);
  const rivals = marketRivalsText(config.market);
  return (
    <ul className="card-facts">
      <li>
        <span className="muted">Started</span> {new Date(createdAt).toLocaleString()}
      </li>
      <li>
        <span className="muted">Ended</span> {status}, {formatCompact(update)} of{' '}
        {formatCompact(totalUpdates)} updates
      </li>
      <li>
        <span className="muted">Trained on</span> {trainedOn(config.market)},{' '}
        {config.dataset.episodes} episodes, seed {config.seed}
        {datasetHash !== null && `, data ${datasetHash}`}
      </li>
      {rivals !== '' && (
        <li>
          <span className="muted">{RIVAL_TEXTS.against}</span> {rivals}
        </li>
      )}
      <RecordedFacts run={run} />
      <li>
        <span className="muted">Settings</span> {changes === '' ? 'all defaults' : changes}
      </li>
      {asked !== null && evaluation.length > 0 && (
        <li>
          <span className="muted">{RUN_TEXTS.asked}</span> {RUN_TEXTS.askedFor(asked)}
        </li>
      )}
      {failure !== '' && <li>{failure}</li>}
    </ul>
  );
}

/** Says how large the agent was on a recording, and what its profit rests on. */
function RecordedFacts({ run }: { readonly run: RunSummary }) {
  const result = recordedResult(run);
  if (result === null) return null;
  const { shareOfVolume, queueShare, episodes, distinct, isLarge, profits } = result;
  return (
    <>
      <li>
        <span className="muted">Evaluated on</span> the test part,{' '}
        {episodesText(episodes, distinct)}: {formatShare(shareOfVolume)} of the volume,{' '}
        {formatShare(queueShare)} of the queues at its prices.{' '}
        {isLarge && <b>{LARGE_SHARE_WARNING}</b>}
      </li>
      {profits !== null && (
        <li>
          <span className="muted">Profit by where cancels leave a queue</span> n = 1{' '}
          {profitText(profits.even)}, n = {profits.exponent} {profitText(profits.measured)}, n = ∞{' '}
          {profitText(profits.behind)}
        </li>
      )}
    </>
  );
}

const profitText = ({ estimate, low, high }: Interval): string =>
  `${formatProfit(estimate)} ${formatLimits(low, high)}`.trimEnd();

/** Shows the gate of an evaluated run, and what its examination found. */
function Examined({ run }: { readonly run: RunSummary }) {
  const examined = run.evaluation.find((row) => row.examined !== undefined)?.examined;
  if (examined === undefined) return null;
  const { examination, gate } = examined;
  const { calibration, criticDisagreement: disagreement } = examination;
  const disagreementText = disagreement < 0.005 ? 'less than $0.01' : formatAmount(disagreement);
  return (
    <>
      <DeployGate gate={gate} of={run.name} beyondNothing={againstNothing(run.evaluation)} />
      <ul className="card-facts">
        <li>
          <Explain metric="stabilityIndex" now={formatSignificant(examination.maxStabilityIndex)}>
            Most shifted feature
          </Explain>{' '}
          {formatSignificant(examination.maxStabilityIndex)}
        </li>
        {/* Without critics there is nothing to disagree, which the gate says. */}
        {disagreement > 0 && (
          <li>
            <Explain metric="criticDisagreement" now={disagreementText} /> {disagreementText}
          </li>
        )}
        {Number.isFinite(examination.cloneSurprise) && (
          <li>
            <Explain metric="cloneSurprise" now={formatSignificant(examination.cloneSurprise)} />{' '}
            {formatSignificant(examination.cloneSurprise)}
          </li>
        )}
      </ul>
      {calibration !== null && <CriticCalibration calibration={calibration} />}
    </>
  );
}

/** Edits the notes, which are taken when the field is left. */
function Notes({ run: { id, notes } }: { readonly run: RunSummary }) {
  const session = useSession();
  const { text, write, leave } = useDraft(notes, (draft) => {
    if (draft !== notes) void session.runs.label(id, { notes: draft });
  });
  return (
    <label className="run-label">
      Notes
      <textarea
        className="field"
        rows={3}
        maxLength={4000}
        value={text}
        onChange={(event) => write(event.target.value)}
        onBlur={leave}
      />
    </label>
  );
}

/** Edits the tags, which are taken when the field is left. */
function Tags({ run: { id, tags } }: { readonly run: RunSummary }) {
  const session = useSession();
  const { text, write, leave } = useDraft(tags.join(', '), (draft) => {
    const wanted = parseTags(draft);
    if (wanted.join() !== tags.join()) void session.runs.label(id, { tags: wanted });
  });
  return (
    <label className="run-label">
      Tags, separated by commas
      <input
        className="field"
        maxLength={400}
        value={text}
        onChange={(event) => write(event.target.value)}
        onBlur={leave}
      />
    </label>
  );
}

/** Returns each tag once, in the order typed. */
function parseTags(text: string): string[] {
  const tags = text.split(',').map((tag) => tag.trim().slice(0, MAX_TAG_LENGTH));
  return [...new Set(tags.filter((tag) => tag !== ''))].slice(0, MAX_TAGS);
}

/** Brings back the settings of a run and the rivals that it was trained against. */
function TakeSettings({ run }: { readonly run: RunSummary }) {
  const session = useSession();
  // No setting names a recording.
  if (run.config.market.tape !== undefined) return null;
  return (
    <div className="button-row">
      <button
        type="button"
        className="button grow"
        title={RUN_TEXTS.takeSettingsNote}
        onClick={() => session.takeSettings(run)}
      >
        {RUN_TEXTS.takeSettings}
      </button>
    </div>
  );
}

function Exports({ run }: { readonly run: RunSummary }) {
  const session = useSession();
  const [problem, setProblem] = useState('');
  const save = async (
    extension: string,
    type: string,
    write: (record: RunRecord) => BlobPart | Promise<BlobPart>,
  ) => {
    setProblem('');
    const record = await session.runs.record(run.id);
    if (record === null) return;
    try {
      const content = await write(record);
      saveFile(new Blob([content], { type }), `${fileNameOf(run.name)}.${extension}`);
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <>
      <div className="button-row">
        {run.hasPolicy && (
          <button
            type="button"
            className="button grow"
            title="The policy with its card, as safetensors; this lab opens it again"
            onClick={() => void save('safetensors', 'application/octet-stream', writeRunAgent)}
          >
            Export agent
          </button>
        )}
        {run.hasPolicy && (
          <button
            type="button"
            className="button grow"
            title="The policy as a model for other runtimes; its metadata and its card name the inputs"
            onClick={() => void save('onnx', 'application/octet-stream', onnxOf)}
          >
            Export ONNX
          </button>
        )}
        <button
          type="button"
          className="button grow"
          title="Config, metrics and curves, without the policy"
          onClick={() => void save('json', 'application/json', writeRunFile)}
        >
          Export JSON
        </button>
      </div>
      {problem !== '' && (
        <p className="alert" role="alert">
          {problem}
        </p>
      )}
    </>
  );
}

/** Writes the run's policy as an ONNX model. */
async function onnxOf({ name, config, policy }: RunRecord): Promise<BlobPart> {
  if (policy === null) throw new InvalidInputError('run.policy', 'a policy', null);
  const { agentToOnnx } = await LAZY_MODULES.onnxPolicy.load();
  return agentToOnnx(policy, config.env.observation, name);
}

/** The market of the training with its regime, whichever it is. */
function trainedOn(market: MarketConfig): string {
  if (market.tape !== undefined) return marketTitle(market);
  const { preset, regime, parameters } = market;
  return `${parameters === undefined ? '' : 'custom '}${MARKET_NAMES[preset]} ${regime}`;
}

/**
 * Tells a screen reader, unasked, how training starts, moves on and ends, and how an episode ended:
 * once every ten seconds at most, and never about single fills.
 */
import { useEffect, useRef, useState } from 'react';
import { formatProfit, formatShare } from '../../charts/format';
import { besideName } from '../../store/manual/besideName';
import { lastLiveEpisode } from '../../store/replay/episodes';
import { phaseShare } from '../../store/training/training';
import { useSession } from '../context';

const INTERVAL = 10_000;

export function Announcer() {
  const session = useSession();
  const [message, setMessage] = useState('');
  const last = useRef({ text: '', at: Number.NEGATIVE_INFINITY });

  useEffect(() => {
    const timer = setInterval(() => {
      const text = describe(session.state);
      const now = Date.now();
      if (text === last.current.text || now - last.current.at < INTERVAL) return;
      last.current = { text, at: now };
      setMessage(text);
    }, 1000);
    return () => clearInterval(timer);
  }, [session]);

  return (
    <p className="visually-hidden" role="status" aria-live="polite">
      {message}
    </p>
  );
}

function describe(state: ReturnType<typeof useSession>['state']): string {
  const { training, mode, episodes, manual } = state;
  if (manual.result !== null) {
    const { manual: yours, rival } = manual.result;
    return `The episode by hand ended: your profit is ${formatProfit(yours.profitDollars)}, ${besideName(state)} made ${formatProfit(rival.profitDollars)}`;
  }
  if (training.phase !== 'idle') {
    const share = phaseShare(training);
    const progress = Number.isNaN(share) ? '' : `, ${formatShare(share)}`;
    return `Training: ${training.phase}${training.paused ? ', paused' : ''}${progress}`;
  }
  const last = lastLiveEpisode(episodes);
  if (mode === 'replay' || last === undefined || manual.phase !== 'off') return '';
  return `Episode ${last.record.episode} ended with a profit of ${formatProfit(last.profitDollars)}`;
}

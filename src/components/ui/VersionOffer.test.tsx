import { screen } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { exampleSummary } from '../../../tests/components/examples';
import { renderLab } from '../../../tests/components/renderLab';
import {
  FakeRegistration,
  FakeWorker,
  fakeContainer,
} from '../../../tests/store/versions/fakeWorkers';
import { VersionController } from '../../store/versions/versionController';
import { Notices } from './Notices';

/** Renders the notices of a page for which a newer version waits. */
async function renderOffer() {
  const rendered = await renderLab(<Notices />, { state: { runs: [exampleSummary('1', [])] } });
  const { session, change } = rendered;
  const registration = new FakeRegistration();
  registration.active = new FakeWorker('activated');
  const waiting = new FakeWorker('installed');
  registration.waiting = waiting;
  const reload = vi.fn<() => void>();
  const workers = fakeContainer(registration, true).container;
  session.versions = new VersionController(session.store, { workers, entry: 'index.js', reload });
  await change(() => void session.versions?.start());
  const offer = await screen.findByTestId('new-version');
  return { ...rendered, offer, waiting, reload };
}

describe('a newer version', () => {
  it('is offered, and the page reloads for it when told to', async () => {
    const { offer, user, reload } = await renderOffer();
    expect(offer.textContent).toContain('A newer version of the lab is ready.');
    expect(reload).not.toHaveBeenCalled();
    await user.click(screen.getByRole('button', { name: 'Reload for the new version' }));
    await vi.waitFor(() => expect(reload).toHaveBeenCalledOnce());
  });

  it('waits for a run in training, and can be told not to', async () => {
    const { offer, user, session, setState, waiting } = await renderOffer();
    const { training } = session.state;
    await setState({ training: { ...training, phase: 'training' } });
    await user.click(screen.getByRole('button', { name: 'Reload after the training' }));
    expect(offer.textContent).toContain('The page reloads after the training.');
    await user.click(screen.getByRole('button', { name: 'Stay on this version' }));
    expect(screen.getByRole('button', { name: 'Reload after the training' })).toBeTruthy();
    expect(waiting.asked).toEqual([]);
  });

  it('says which tabs are in its way, and which runs a reload would lose', async () => {
    const { offer, user, setState, waiting } = await renderOffer();
    waiting.others = 1;
    await user.click(screen.getByRole('button', { name: 'Reload for the new version' }));
    await screen.findByText(/^Another tab shows this version/);
    await setState({ unsavedRuns: ['1'] });
    expect(offer.textContent).toContain('a reload would lose it');
    const button = screen.getByRole('button', { name: 'Reload for the new version' });
    expect(button).toHaveProperty('disabled', true);
  });

  it('that has replaced files of this one is named, with a button to reload', async () => {
    const { setState } = await renderLab(<Notices />);
    await setState({ newVersion: { kind: 'replaced' } });
    const notice = screen.getByTestId('replaced');
    expect(notice.textContent).toContain('files of this one are gone');
    expect(screen.getByRole('button', { name: 'Reload the page' })).toBeTruthy();
  });
});

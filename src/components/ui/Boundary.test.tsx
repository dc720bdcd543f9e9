import { render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { muteReports } from '../../../tests/components/reports';
import { Boundary, useReportError } from './Boundary';
import { lazyModule } from '../../store/lazyModule';
import { lazyPart } from './lazyPart';

describe('a boundary', () => {
  let reports: ReturnType<typeof muteReports>;
  beforeEach(() => {
    reports = muteReports();
  });
  afterEach(() => {
    expect(reports).toHaveBeenCalled();
    reports.mockClear();
  });

  it('says what a part threw, with details to copy, and draws it again when told to', async () => {
    let isBroken = true;
    const Part = () => {
      if (isBroken) throw new RangeError('Invalid array length');
      return <p>All is well</p>;
    };
    render(
      <>
        <Boundary name="Price">
          <Part />
        </Boundary>
        <p>Inventory</p>
      </>,
    );
    const alert = screen.getByRole('alert');
    expect(alert.textContent).toContain('Price could not be shown. Invalid array length');
    expect(alert.querySelector('pre')?.textContent).toContain('RangeError: Invalid array length');
    expect(screen.getByText('Inventory')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Reload the page' })).toBeNull();
    const user = userEvent.setup();
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(screen.getByRole('alert')).toBeTruthy();
    isBroken = false;
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(screen.queryByRole('alert')).toBeNull();
    expect(screen.getByText('All is well')).toBeTruthy();
  });

  it('gets what is thrown outside of rendering', async () => {
    const Canvas = () => {
      const report = useReportError();
      return (
        <button type="button" onClick={() => report(new Error('no context'))}>
          Draw
        </button>
      );
    };
    render(
      <Boundary name="The book">
        <Canvas />
      </Boundary>,
    );
    await userEvent.setup().click(screen.getByRole('button', { name: 'Draw' }));
    expect(screen.getByRole('alert').textContent).toContain('The book could not be shown.');
  });

  it('offers to reload for a file that is missing, and loads it when it is there again', async () => {
    let isThere = false;
    const curves = lazyModule(() =>
      isThere
        ? Promise.resolve({ default: ({ runs }: { readonly runs: number }) => <p>{runs} runs</p> })
        : Promise.reject(new TypeError('Failed to fetch')),
    );
    const Curves = lazyPart(curves, { name: 'Run curves', loading: <p>Loading</p> });
    render(<Curves runs={3} />);
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toContain('A file of this page could not be loaded');
    expect(alert.querySelector('pre')?.textContent).toContain('Failed to fetch');
    expect(screen.getByRole('button', { name: 'Reload the page' })).toBeTruthy();
    isThere = true;
    await userEvent.setup().click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('3 runs')).toBeTruthy();
    // What has loaded does not say again that it loads.
    render(<Curves runs={4} />);
    expect(screen.getByText('4 runs')).toBeTruthy();
  });
});

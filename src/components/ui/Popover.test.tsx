import { fireEvent, render, screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { Popover } from './Popover';

afterEach(() => vi.restoreAllMocks());

const popover = (
  <Popover label="Mean of 36" buttonClass="explain">
    What a mean is
  </Popover>
);

/** Gives every element a box by its name, and opens the panel. @returns where its top edge is */
function topOfPanel(
  boxes: Readonly<Record<string, readonly [top: number, height: number]>>,
): string {
  vi.spyOn(Element.prototype, 'getBoundingClientRect').mockImplementation(function (this: Element) {
    const [top, height] = boxes[this.localName] ?? [0, 0];
    return new DOMRect(40, top, 100, height);
  });
  fireEvent.click(screen.getByRole('button'));
  const panel = screen.getByText('What a mean is');
  fireEvent(panel, Object.assign(new Event('toggle'), { newState: 'open' }));
  return panel.style.top;
}

it('makes what it holds when it first opens, and keeps it', () => {
  render(popover);
  const [panel] = document.querySelectorAll('[popover]');
  expect(panel.textContent).toBe('');
  fireEvent.click(screen.getByRole('button'));
  expect(panel.textContent).toBe('What a mean is');
  fireEvent(panel, Object.assign(new Event('beforetoggle'), { newState: 'closed' }));
  expect(panel.textContent).toBe('What a mean is');
});

it('stands below its button', () => {
  render(<section>{popover}</section>);
  expect(topOfPanel({ section: [100, 40], button: [100, 20] })).toBe('124px');
});

it('stays within the window as what it holds grows', () => {
  const grown: (() => void)[] = [];
  vi.stubGlobal(
    'ResizeObserver',
    class {
      constructor(callback: () => void) {
        grown.push(callback);
      }
      observe = vi.fn<() => void>();
      disconnect = vi.fn<() => void>();
    },
  );
  render(<section>{popover}</section>);
  const boxes: Record<string, [number, number]> = { button: [700, 20], div: [0, 200] };
  expect(topOfPanel(boxes)).toBe('496px');
  boxes.div = [496, 400];
  grown[0]();
  expect(screen.getByText('What a mean is').style.top).toBe('296px');
  vi.unstubAllGlobals();
});

it('leaves the number that its term names to be seen', () => {
  render(
    <dl>
      <div>
        <dt>{popover}</dt>
        <dd>+$12.00</dd>
      </div>
    </dl>,
  );
  expect(topOfPanel({ div: [100, 40], dt: [100, 20], button: [100, 20], dd: [120, 20] })).toBe(
    '144px',
  );
});

/**
 * A page of another origin shows the lab in a frame and drives it; one that was not named gets
 * nothing.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import type { LabEvent, NanoarbLabElement } from '../../public/nanoarb-lab';
import { CHROMIUM, expect, test as base } from './labTest';

/** A site beside the lab's, with one page: the element, and whatever is posted to the page. */
interface Host {
  readonly origin: string;
  readonly close: () => void;
}

const SCRIPT = `heard = [];
addEventListener('message', ({ data }) => heard.push(data));`;

async function openHost(body: string): Promise<Host> {
  const server = createServer((_, response) => {
    response.writeHead(200, { 'Content-Type': 'text/html' });
    response.end(
      `<!doctype html><title>Host</title><link rel="icon" href="data:,"><script>${SCRIPT}</script>${body}`,
    );
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

const test = base.extend<{ host: Host; stranger: Host }>({
  host: async ({ baseURL }, provide) => {
    const host = await openHost(
      `<script src="${baseURL}nanoarb-lab.js"></script>
      <nanoarb-lab demo="glft" settings="speed=20" style="height: 800px"></nanoarb-lab>`,
    );
    await provide(host);
    host.close();
  },
  // Its frame asks the lab to speak to the other host.
  stranger: async ({ baseURL, host }, provide) => {
    const address = `${baseURL}#demo=glft&speed=20&embed=${encodeURIComponent(host.origin)}`;
    const stranger = await openHost(`<iframe width="1200" height="800" src="${address}"></iframe>`);
    await provide(stranger);
    stranger.close();
  },
});

declare const heard: readonly LabEvent[];

const eventsOf = (page: Page, type: LabEvent['type']) =>
  page.evaluate((wanted) => heard.filter((event) => event.type === wanted), type);

const newest = async (page: Page, type: LabEvent['type']) => (await eventsOf(page, type)).at(-1);

/** Calls a method of the element. */
const call = <Method extends 'play' | 'pause' | 'seek' | 'setWeights'>(
  page: Page,
  method: Method,
  ...values: Parameters<NanoarbLabElement[Method]>
) =>
  page.locator('nanoarb-lab').evaluate(
    (lab, [name, given]) => {
      (lab as unknown as Record<string, (...all: unknown[]) => void>)[name](...given);
    },
    [method, values] as const,
  );

test(
  'a page of another origin plays, seeks and sets weights, and receives fills',
  { tag: CHROMIUM },
  async ({ page, host, watch }) => {
    watch.allowOrigin(host.origin);
    await page.goto(`${host.origin}/`);
    const lab = page.frameLocator('nanoarb-lab iframe');
    await expect.poll(() => eventsOf(page, 'fill'), { timeout: 30_000 }).not.toEqual([]);
    await expect(lab.getByRole('heading', { level: 1 })).toHaveText('GLFT');
    expect(await newest(page, 'fill')).toMatchObject({ nanoarb: 1, type: 'fill' });

    await call(page, 'pause');
    await expect(lab.getByRole('button', { name: 'Play', exact: true })).toBeVisible();
    await call(page, 'play');
    await expect(lab.getByRole('button', { name: 'Play', exact: true })).toHaveCount(0);

    await call(page, 'setWeights', { fees: 2 });
    await expect(lab.getByRole('link', { name: 'Open the lab' })).toHaveAttribute('href', /fees=2/);
    await call(page, 'setWeights', { fees: 1e9 });
    await expect
      .poll(() => newest(page, 'error'))
      .toHaveProperty('message', expect.stringMatching(/^message\.weights\.fees: expected/));

    // The episode under way is opened as far as it has come.
    await expect.poll(async () => (await eventsOf(page, 'step')).length).toBeGreaterThan(20);
    await call(page, 'seek', 3);
    await expect.poll(() => newest(page, 'step')).toMatchObject({ mode: 'replay', step: 4 });
    await expect(lab.getByTestId('replayed')).toContainText('Replay of episode');
    await call(page, 'seek', 'live');
    await expect(lab.getByTestId('replayed')).toHaveCount(0);
    await expect.poll(() => newest(page, 'step')).toMatchObject({ mode: 'live' });

    // Colours are those of the demo, which accessibility.spec.ts looks at in both themes.
    const { passes, violations } = await new AxeBuilder({ page }).include('nanoarb-lab').analyze();
    const found = violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)]);
    expect(found).toEqual([]);
    // It has looked at the lab in the frame, and not only at the element.
    const looked = passes.find(({ id }) => id === 'button-name')?.nodes ?? [];
    expect(looked.length).toBeGreaterThan(0);
  },
);

test(
  'an origin that the link does not name gets nothing, and is not heard',
  { tag: CHROMIUM },
  async ({ page, stranger, watch }) => {
    watch.allowOrigin(stranger.origin);
    // The browser says of the one greeting that it went to nobody.
    watch.allow(/target origin provided .* does not match/);
    await page.goto(`${stranger.origin}/`);
    const lab = page.frameLocator('iframe');
    await expect(lab.getByTestId('caption')).not.toBeEmpty({ timeout: 30_000 });
    await page.evaluate(() => {
      for (const type of ['hello', 'pause']) {
        document.querySelector('iframe')?.contentWindow?.postMessage({ nanoarb: 1, type }, '*');
      }
    });
    const clock = lab.locator('.demo-numbers b').first();
    const before = await clock.textContent();
    await expect(clock).not.toHaveText(before ?? '');
    await expect(lab.getByRole('button', { name: 'Play', exact: true })).toHaveCount(0);
    expect(await page.evaluate(() => heard)).toEqual([]);
  },
);

/** Looks at a state of the page with axe, in both themes. */
import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** What is used of axe, once its script is in the page. */
interface Axe {
  run(
    context: { readonly include: readonly string[] },
    options: Readonly<Record<string, unknown>>,
  ): Promise<{
    readonly violations: readonly {
      readonly id: string;
      readonly nodes: readonly { readonly html: string }[];
    }[];
  }>;
}

/**
 * @param state what is on screen, for the message
 * @param within the part to look at, where the rest of the page has been looked at
 * @param measures whether targets are measured: one that is scrolled half out of view counts as
 *   small
 */
export async function expectAccessible(
  page: Page,
  state: string,
  within = 'html',
  measures: 'targets too' | 'no targets' = 'no targets',
): Promise<void> {
  await page.emulateMedia({ colorScheme: 'dark' });
  const targets = { rules: { 'target-size': { enabled: measures === 'targets too' } } };
  expect.soft(await findings(page, within, targets), state).toEqual([]);
  // The other theme has other colours, and is otherwise the same page.
  await page.emulateMedia({ colorScheme: 'light' });
  const contrast = { runOnly: { type: 'rule', values: ['color-contrast'] } };
  expect.soft(await findings(page, within, contrast), `${state}, light`).toEqual([]);
}

async function findings(
  page: Page,
  within: string,
  rules: Readonly<Record<string, unknown>>,
): Promise<readonly string[]> {
  // The builder puts axe's script into the page, half a megabyte, each time it is asked to look.
  if (!(await page.evaluate(() => 'axe' in window))) {
    await new AxeBuilder({ page }).include('title').analyze();
  }
  return await page.evaluate(
    async ([part, options]) => {
      const { axe } = window as unknown as { readonly axe: Axe };
      const { violations } = await axe.run({ include: [part] }, options);
      return violations.map(
        ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`,
      );
    },
    [within, { ...rules, resultTypes: ['violations'] }] as const,
  );
}

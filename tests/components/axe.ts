/**
 * Looks at what is rendered with axe: names, roles, tables and lists. What depends on layout and
 * colours is looked at in a browser, see tests/e2e/accessibility.spec.ts.
 */
import { createRequire } from 'node:module';

/** What is used of axe. */
interface Axe {
  run(
    context: Element,
    options: Readonly<Record<string, unknown>>,
  ): Promise<{
    readonly violations: readonly {
      readonly id: string;
      readonly nodes: readonly { readonly html: string }[];
    }[];
  }>;
}

const LAYOUT = ['color-contrast', 'target-size', 'region', 'scrollable-region-focusable'];

/** @returns what axe finds, a rule a line with its elements */
export async function axeFindings(element: Element): Promise<readonly string[]> {
  // It comes with what the browser tests look with.
  const { resolve } = createRequire(import.meta.url);
  const axe = createRequire(resolve('@axe-core/playwright'))('axe-core') as Axe;
  const rules = Object.fromEntries(LAYOUT.map((name) => [name, { enabled: false }]));
  const { violations } = await axe.run(element, { rules, resultTypes: ['violations'] });
  return violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`,
  );
}

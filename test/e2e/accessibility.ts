import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';
import type { AxeResults } from 'axe-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** Of a chat site's page only what is ours. */
const OURS = 'brainpost-button';

/** What axe has against a page: rule and element, a line each. On pages of others it looks at our button alone. */
export async function findProblems(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  const isOwn = /^(chrome-extension:|http:\/\/127)/.test(page.url());
  const { violations } = await page.evaluate(
    (within) => {
      const { axe } = globalThis as unknown as { axe: { run(on: unknown): Promise<AxeResults> } };
      return axe.run(within === null ? document : { include: [[within]] });
    },
    isOwn ? null : OURS,
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} ${target.join(' ')} ${failureSummary}`),
  );
}

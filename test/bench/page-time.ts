import type { Page } from '@playwright/test';

export interface PageTime {
  /** Milliseconds by the clock. */
  readonly wallMs: number;
  /** Milliseconds of the main thread's processor time, which other work on the machine lengthens less. */
  readonly cpuMs: number;
}

/** How long the page's global function of that name takes, and what number it gives. */
export async function timeInPage(page: Page, name: string): Promise<PageTime & { size: number }> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
  const cpuMs = async () => {
    const { metrics } = await cdp.send('Performance.getMetrics');
    return 1000 * (metrics.find((metric) => metric.name === 'TaskDuration')?.value ?? 0);
  };
  const before = await cpuMs();
  const { size, wallMs } = await page.evaluate(async (which) => {
    const work = (globalThis as unknown as Record<string, () => number | Promise<number>>)[which];
    const start = performance.now();
    const result = (await work?.()) ?? 0;
    return { size: result, wallMs: performance.now() - start };
  }, name);
  const after = await cpuMs();
  await cdp.detach();
  return { size, wallMs, cpuMs: after - before };
}

import type { CDPSession, Page } from '@playwright/test';

/** One task of the page's main thread. */
export interface MainThreadTask {
  /** Milliseconds by the clock. */
  readonly wallMs: number;
  /** Milliseconds of computing: what it takes on a machine that does nothing else. */
  readonly cpuMs: number;
}

interface TraceEvent {
  name: string;
  pid: number;
  tid: number;
  ts: number;
  dur?: number;
  tdur?: number;
  args: { data?: { url?: string } };
}

const BEGIN = 'bench-begin';
const END = 'bench-end';
const CATEGORIES = ['disabled-by-default-devtools.timeline', 'devtools.timeline', 'blink.user_timing'];

/** The tasks that a page's main thread runs while something happens, as the browser itself records them. */
export async function tasksDuring(page: Page, act: () => Promise<unknown>): Promise<MainThreadTask[]> {
  return (await eventsDuring(page, act)).filter(({ name }) => isTask(name)).map(timesOf);
}

/** Milliseconds that an extension's scripts compute on a page's main thread while something happens. */
export async function extensionCpuMsDuring(
  page: Page,
  extensionId: string,
  act: () => Promise<unknown>,
): Promise<number> {
  const calls = (await eventsDuring(page, act)).filter(
    ({ name, args }) => name === 'FunctionCall' && args.data?.url?.startsWith(`chrome-extension://${extensionId}/`),
  );
  return calls.map(timesOf).reduce((sum, { cpuMs }) => sum + cpuMs, 0);
}

async function eventsDuring(page: Page, act: () => Promise<unknown>): Promise<TraceEvent[]> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { recordMode: 'recordAsMuchAsPossible', includedCategories: CATEGORIES },
  });
  await page.evaluate((name) => performance.mark(name), BEGIN);
  await act();
  await page.evaluate((name) => performance.mark(name), END);
  const events = await stopTracing(cdp);
  await cdp.detach();
  const begin = events.find(({ name }) => name === BEGIN);
  const end = events.find(({ name }) => name === END);
  if (!begin || !end) throw new Error('the browser recorded nothing');
  return events.filter(({ pid, tid, ts }) => pid === begin.pid && tid === begin.tid && ts >= begin.ts && ts <= end.ts);
}

const timesOf = ({ dur = 0, tdur = dur }: TraceEvent): MainThreadTask => ({ wallMs: dur / 1000, cpuMs: tdur / 1000 });

const isTask = (name: string) => name === 'RunTask' || name === 'ThreadControllerImpl::RunTask';

async function stopTracing(cdp: CDPSession): Promise<TraceEvent[]> {
  const events: TraceEvent[] = [];
  cdp.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[])));
  const complete = new Promise<void>((resolve) => cdp.once('Tracing.tracingComplete', () => resolve()));
  await cdp.send('Tracing.end');
  await complete;
  return events;
}

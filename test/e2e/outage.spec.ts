import type { Page } from '@playwright/test';
import { callWorker } from '../../scripts/extension-session.ts';
import { Dice } from '../simulation/dice.ts';
import { contentScript, openChat, shortConversation } from '../support/content-script.ts';
import { fillOutbox } from '../support/fill-outbox.ts';
import { expect, test, type World } from './world.ts';

/** `npm run test:nightly` sets it: the same with large numbers and long waits. */
const isNightly = Boolean(process.env['BRAINPOST_NIGHTLY']);
const KILLS = isNightly ? 50 : 6;
const BACKLOG = isNightly ? 5_000 : 150;
const OUTAGE_MS = isNightly ? 180_000 : 500;
const PER_CONVERSATION = 5;
const CHARS = isNightly ? 20_000 : 4_000;
/** Work for the queue between two deaths of its worker. */
const UNDER_LOAD = 20;

test.describe.configure({ timeout: isNightly ? 1_200_000 : 120_000 });

const portOf = (world: World) => Number(new URL(world.receiver.url).port);

/** Events of conversations of their own, waiting. */
async function fill(world: World, name: string, count: number): Promise<string[]> {
  const { receiver, workspaceId, session } = world;
  const filling = { name, count, perConversation: PER_CONVERSATION, chars: CHARS };
  await fillOutbox(session.panel, { ...filling, endpoint: receiver.url, workspaceId });
  return Array.from(
    { length: count },
    (_, i) => `${name}-${Math.floor(i / PER_CONVERSATION)} m${i % PER_CONVERSATION}`,
  );
}

/** Tries everything now; the answer comes when all was tried, if the worker lives that long. */
function drain(world: World): void {
  void callWorker(world.session.panel, 'queue:retry', {}).catch(() => {});
}

async function expectEmpty(world: World): Promise<void> {
  const timeout = isNightly ? 600_000 : 90_000;
  await expect.poll(async () => (await world.queue()).undelivered, { timeout }).toBe(0);
}

/** Held against what the receiver has: every message once, those of one conversation in order, nothing else. */
function expectOnce(world: World, sent: readonly string[]): void {
  const events = world.accepted().filter(({ source }) => source === 'chatgpt');
  const received = events.flatMap(({ data }) => data.messages.map(({ id = '' }) => `${data.session_id} ${id}`));
  expect(received.toSorted()).toEqual(sent.toSorted());
  expect(new Set(events.map(({ event_id }) => event_id)).size).toBe(events.length);
  const inOrder = (of: readonly string[]) => Map.groupBy(of, (message) => message.split(' ')[0]);
  expect(Object.fromEntries(inOrder(received))).toEqual(Object.fromEntries(inOrder(sent)));
}

/** Collects the words that the bar of the queue page shows from now on. */
async function watchProgress(world: World): Promise<{ page: Page; seen: () => Promise<number[]> }> {
  const page = await world.session.context.newPage();
  await page.goto(`chrome-extension://${world.session.extensionId}/queue.html`);
  await expect(page.getByRole('progressbar')).toBeVisible();
  await page.evaluate(() => {
    const scope = globalThis as unknown as { seen: number[] };
    scope.seen = [];
    const note = () => {
      const value = document.querySelector('progress')?.value;
      if (value !== undefined && scope.seen.at(-1) !== value) scope.seen.push(value);
    };
    new MutationObserver(note).observe(document.body, { subtree: true, childList: true, attributes: true });
    note();
  });
  return { page, seen: () => page.evaluate(() => (globalThis as unknown as { seen: number[] }).seen) };
}

test(`the worker is stopped at ${KILLS} random points under load: nothing lost, nothing doubled`, async ({ world }) => {
  await world.pair();
  const seed = Number(process.env['BRAINPOST_SEED'] ?? Date.now() % 1_000_000);
  console.log(`  points in time from BRAINPOST_SEED=${seed}`);
  const dice = new Dice(seed);
  const tab = await openChat(world.session);
  const capture = await contentScript(world.session, tab);
  const sent: string[] = [];
  for (let i = 0; i < KILLS; i += 1) {
    sent.push(...(await fill(world, `load-${i}`, UNDER_LOAD)));
    drain(world);
    // Taken from a worker that dies over it, it is handed over again, as a person clicks again.
    const conversation = shortConversation(`click-${i}`, CHARS);
    const captured = capture(conversation).catch(() => capture(conversation));
    sent.push(`click-${i} m1`);
    await new Promise((resolve) => setTimeout(resolve, dice.between(0, 400)));
    await world.stopWorker();
    await captured;
  }
  drain(world);
  await expectEmpty(world);
  expectOnce(world, sent);
});

test(`${BACKLOG} events after an outage: the queue page shows how they drain, also over a second outage`, async ({
  world,
}) => {
  await world.pair();
  const port = portOf(world);
  await world.receiver.stop();
  const sent = await fill(world, 'backlog', BACKLOG);
  const { page, seen } = await watchProgress(world);
  await world.startReceiver(port);
  drain(world);
  await expect.poll(async () => (await world.queue()).undelivered, { intervals: [100] }).toBeLessThan(BACKLOG * 0.9);
  world.receiver.process.kill('SIGKILL');
  await world.receiver.stop();
  await new Promise((resolve) => setTimeout(resolve, OUTAGE_MS));
  const { undelivered } = await world.queue();
  expect(undelivered).toBeGreaterThan(0);
  await world.startReceiver(port);
  // After minutes it has to come back by itself.
  if (!isNightly) drain(world);
  await expectEmpty(world);
  await expect(page.getByText('Nothing is waiting to be delivered.').first()).toBeVisible();
  const steps = await seen();
  expect(steps).toEqual(steps.toSorted((a, b) => a - b));
  // Where it began, where the second outage stopped it, and what came after.
  expect(steps.length).toBeGreaterThanOrEqual(3);
  expectOnce(world, sent);
});

test('the browser is restarted over a full queue: everything is delivered, once', async ({ world }) => {
  await world.pair();
  const port = portOf(world);
  await world.receiver.stop();
  const sent = await fill(world, 'restart', BACKLOG);
  await world.session.close();
  await world.startReceiver(port);
  await world.startBrowser();
  await expect.poll(async () => (await world.queue()).undelivered, { intervals: [100] }).toBeLessThan(BACKLOG);
  // And once more half-way.
  await world.session.close();
  await world.startBrowser();
  await expectEmpty(world);
  expectOnce(world, sent);
});

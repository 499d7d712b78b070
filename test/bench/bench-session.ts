import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatConnectionString } from '../../lib/protocol/connection.ts';
import { findBrowser } from '../../scripts/browser.ts';
import { ensureBuild } from '../../scripts/ensure-build.ts';
import { type ExtensionSession, pair, startExtension } from '../../scripts/extension-session.ts';
import { startReceiver } from '../../scripts/receiver-process.ts';
import type { Bench } from './drain.ts';

const WORKSPACE = 'ws_bench';
const SECRET = 'a secret without a prefix, for the bench';

/** Runs a bench with the built extension in a real browser, connected to a receiver in a process of its own. */
export async function inBench(
  run: (bench: Bench, receiver: { stop(): Promise<void> }) => Promise<void>,
): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'brainpost-bench-'));
  const env = { BRAINPOST_WORKSPACE: WORKSPACE, BRAINPOST_SECRET: SECRET, BRAINPOST_RATE_PER_MINUTE: '0' };
  const receiver = await startReceiver({ dataDir: join(dir, 'data'), env });
  const { path } = await findBrowser();
  const session = await startExtension({ browserPath: path, extensionDir: await ensureBuild() });
  try {
    await pair(session, formatConnectionString({ endpoint: receiver.url, workspaceId: WORKSPACE, secret: SECRET }));
    await run({ session, endpoint: receiver.url, workspaceId: WORKSPACE, secret: SECRET }, receiver);
  } finally {
    await session.close();
    await receiver.stop();
    await rm(dir, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Ends the worker; the next message starts another one, which does all that a worker does first. */
export async function restartWorker({ context, panel }: ExtensionSession): Promise<void> {
  const cdp = await context.newCDPSession(panel);
  await cdp.send('ServiceWorker.enable');
  await cdp.send('ServiceWorker.stopAllWorkers');
  await cdp.detach();
}

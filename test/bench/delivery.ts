import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatConnectionString } from '../../lib/protocol/connection.ts';
import { findBrowser } from '../../scripts/browser.ts';
import { ensureBuild } from '../../scripts/ensure-build.ts';
import { pair, startExtension } from '../../scripts/extension-session.ts';
import { startReceiver } from '../../scripts/receiver-process.ts';
import { benchDrain } from './drain.ts';
import { benchLongQueue } from './long-queue.ts';

const WORKSPACE = 'ws_bench';
const SECRET = 'a secret without a prefix, for the bench';

/** The built extension in a real browser, a receiver in a process of its own. */
export async function benchDelivery(): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'brainpost-bench-'));
  const env = { BRAINPOST_WORKSPACE: WORKSPACE, BRAINPOST_SECRET: SECRET, BRAINPOST_RATE_PER_MINUTE: '0' };
  const receiver = await startReceiver({ dataDir: join(dir, 'data'), env });
  const { path } = await findBrowser();
  const session = await startExtension({ browserPath: path, extensionDir: await ensureBuild() });
  try {
    await pair(session, formatConnectionString({ endpoint: receiver.url, workspaceId: WORKSPACE, secret: SECRET }));
    const bench = { session, endpoint: receiver.url, workspaceId: WORKSPACE, secret: SECRET };
    await benchDrain(bench);
    await receiver.stop();
    await benchLongQueue(bench);
  } finally {
    await session.close();
    await receiver.stop();
    await rm(dir, { recursive: true, force: true, maxRetries: 3 });
  }
}

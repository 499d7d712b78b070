import { loginAddress } from '../accounts/sessions.ts';
import { log } from '../log.ts';
import type { Settings } from '../settings.ts';
import { startReceiver } from './start-receiver.ts';

/** More than everything under way may take; then the process ends all the same. */
const STOP_TIMEOUT_MS = 15_000;
const LOOPBACK = /^(127\.\d+\.\d+\.\d+|::1|localhost)$/;

/**
 * `serve`: runs until SIGTERM or SIGINT. When it is ready it prints one JSON line on stdout, and nothing else ever; the first
 * time with `admin_token`, the only time that this is shown, and with `login_url` until somebody has signed in to the console.
 * @returns one sentence when it cannot start, `null` once it runs
 */
export async function serve(settings: Settings): Promise<string | null> {
  // A log on a full disk, or that nobody reads any more, is no reason to stop taking events.
  process.stderr.on('error', () => undefined);
  const started = await startReceiver(settings);
  if (!started.ok) return started.message;
  const { receiver } = started;
  let isStopping = false;
  const stop = async (signal: string) => {
    if (isStopping) return;
    isStopping = true;
    log.info('stopping', { signal });
    setTimeout(() => process.exit(1), STOP_TIMEOUT_MS).unref();
    await receiver.stop();
    log.info('stopped');
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop(signal));
  if (!LOOPBACK.test(settings.host)) {
    log.warn('open_to_the_network', {
      host: settings.host,
      message:
        'Whoever reaches this computer reaches the receiver, and nothing is encrypted on the way. Let it listen on 127.0.0.1 behind a proxy that speaks TLS: docs/operating.md.',
    });
  }
  const { url, adminToken, loginToken } = receiver;
  const told = {
    event: 'listening',
    url,
    ...(adminToken === null ? {} : { admin_token: adminToken }),
    ...(loginToken === null ? {} : { login_url: loginAddress(settings.publicUrl ?? url, loginToken) }),
  };
  process.stdout.write(`${JSON.stringify(told)}\n`);
  return null;
}

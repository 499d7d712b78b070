import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../receiver/main.ts', import.meta.url));

/** A receiver running as a process of its own, as people run it. */
export interface ReceiverProcess {
  /** `http://127.0.0.1:8787` */
  readonly url: string;
  /** The operator's token for its API, on the first start alone. */
  readonly adminToken: string | null;
  readonly process: ChildProcess;
  /** Its log so far, JSON lines. */
  log(): string;
  /** Asks it to stop and waits until it has. */
  stop(): Promise<void>;
}

export interface ReceiverOptions {
  dataDir: string;
  /** 0, the default, picks a free one. */
  port?: number;
  env?: Record<string, string>;
  /** Shows its log on stderr instead of keeping it: for a receiver that runs for days. */
  isLogShown?: boolean;
}

/** Starts `receiver/main.ts serve` and waits until it listens. Throws with its log when it does not come up. */
export async function startReceiver({
  dataDir,
  port = 0,
  env = {},
  isLogShown = false,
}: ReceiverOptions): Promise<ReceiverProcess> {
  const child = spawn(process.execPath, [MAIN, 'serve', '--port', String(port), '--data', dataDir], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', isLogShown ? 'inherit' : 'pipe'],
  });
  let log = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    log += text;
  });
  const exited = once(child, 'exit');
  const stopWithUs = () => void child.kill('SIGTERM');
  process.once('exit', stopWithUs);
  child.once('exit', () => process.off('exit', stopWithUs));
  const listening = await Promise.race([readListening(child), exited.then(() => null)]);
  if (listening === null) throw new Error(`The receiver did not start; its log says why.\n${log}`.trimEnd());
  return {
    url: listening.url,
    adminToken: listening.admin_token ?? null,
    process: child,
    log: () => log,
    stop: async () => {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      await exited;
    },
  };
}

interface Listening {
  readonly url: string;
  readonly admin_token?: string;
}

async function readListening(child: ChildProcess): Promise<Listening | null> {
  if (!child.stdout) return null;
  for await (const line of createInterface({ input: child.stdout })) {
    const message = JSON.parse(line) as Partial<Listening> & { event?: string };
    if (message.event === 'listening' && message.url) return { ...message, url: message.url };
  }
  return null;
}

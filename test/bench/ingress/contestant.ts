import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { WORKSPACE } from './make-requests.ts';

const NODE_COMPILE_CACHE = fileURLToPath(new URL('../../../node_modules/.cache/node', import.meta.url));
/** Milliseconds of one tick in /proc/<pid>/stat, on all systems that have it. */
const TICK_MS = 10;

/** A server under load, in a process of its own. */
export class Contestant {
  readonly port: number;
  /** From its start until it listened. */
  readonly startMs: number;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, { port, startMs }: { port: number; startMs: number }) {
    this.#child = child;
    this.port = port;
    this.startMs = startMs;
  }

  /** @param args of Node: its file and arguments; it prints `{"url"}` when it listens */
  static async start(args: readonly string[], secret: string): Promise<Contestant> {
    const startedMs = performance.now();
    const child = spawn(process.execPath, args, {
      env: {
        ...process.env,
        BRAINPOST_WORKSPACE: WORKSPACE,
        BRAINPOST_SECRET: secret,
        BRAINPOST_RATE_PER_MINUTE: '0',
        NODE_COMPILE_CACHE, // as `npm start` does
      },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
    const { url } = JSON.parse(line) as { url: string };
    return new Contestant(child, { port: Number(new URL(url).port), startMs: performance.now() - startedMs });
  }

  /** Of the processor, since it started; `NaN` where the system does not tell. */
  cpuMs(): number {
    const fields = this.#proc('stat').split(') ')[1]?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
  }

  /** Resident megabytes now, and at most so far. */
  memoryMb(): { now: number; peak: number } {
    const status = this.#proc('status');
    const read = (name: string) => Math.round(Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]) / 1024);
    return { now: read('VmRSS'), peak: read('VmHWM') };
  }

  async stop(): Promise<void> {
    const exited = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    await exited;
  }

  #proc(file: string): string {
    try {
      return readFileSync(`/proc/${this.#child.pid}/${file}`, 'utf8');
    } catch {
      return ''; // not Linux: the figures come out as NaN
    }
  }
}

import { type ChildProcess, spawn } from 'node:child_process';

export interface RunOptions {
  timeoutMs?: number;
  env?: Record<string, string>;
  cwd?: string;
  /** What the command prints is shown on stderr, unless this says otherwise. */
  output?: 'shown' | 'dropped' | 'shown-on-failure';
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Runs a command to its end. What it prints goes to stderr: stdout belongs to the task that needed it.
 * @returns its exit code; 1 when it could not be started, was killed or took too long
 */
export async function runCommand(command: string, args: readonly string[], options: RunOptions = {}): Promise<number> {
  const stream = { shown: process.stderr, dropped: 'ignore', 'shown-on-failure': 'pipe' } as const;
  const output = stream[options.output ?? 'shown'];
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', output, output],
    // A group of its own: what takes too long is ended together with the processes it started.
    detached: process.platform !== 'win32',
  });
  let kept = '';
  for (const printed of [child.stdout, child.stderr])
    printed?.setEncoding('utf8').on('data', (text: string) => (kept += text));
  const end = () => killGroup(child);
  const endAll = () => {
    end();
    process.exit(1);
  };
  for (const signal of SIGNALS) process.once(signal, endAll);
  const timer = options.timeoutMs === undefined ? undefined : setTimeout(end, options.timeoutMs);
  const code = await new Promise<number>((resolve) => {
    child.on('error', () => resolve(1));
    child.on('close', (exitCode) => resolve(exitCode ?? 1));
  });
  clearTimeout(timer);
  for (const signal of SIGNALS) process.off(signal, endAll);
  if (code !== 0) process.stderr.write(kept);
  return code;
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill();
    else process.kill(-child.pid, 'SIGKILL');
  } catch {
    // it ended by itself this very moment
  }
}

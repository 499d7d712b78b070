import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { SECRET, WORKSPACE } from './signed-request.ts';

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));

export interface ChildReceiver {
  readonly process: ChildProcess;
  readonly url: string;
  /** What it printed when it was ready. */
  readonly listening: Readonly<Record<string, unknown>>;
  log(): string;
  /** Sends the signal and waits. @returns the exit code, `null` after SIGKILL */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

function start(args: readonly string[], env: Readonly<Record<string, string>>) {
  const { PATH = '', NODE_COMPILE_CACHE = '' } = process.env;
  const inherited = { PATH, NODE_COMPILE_CACHE };
  const child = spawn(process.execPath, [MAIN, ...args], { env: { ...inherited, ...env } });
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output.stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output.stderr += text;
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return { child, output, closed: once(child, 'close') };
}

/** Runs a command of the receiver to its end. */
export async function runMain(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { output, closed } = start(args, env);
  const [code] = (await closed) as [number | null];
  return { code, ...output };
}

/** Starts `serve` as a process of its own, with a workspace whose secret is known, and waits until it listens. */
export async function serveChild(data: string, env: Readonly<Record<string, string>> = {}): Promise<ChildReceiver> {
  const known = { BRAINPOST_WORKSPACE: WORKSPACE, BRAINPOST_SECRET: SECRET };
  const { child, output, closed } = start(['serve', '--port', '0', '--data', data], { ...known, ...env });
  const lines = createInterface({ input: child.stdout });
  const [line] = (await Promise.race([once(lines, 'line'), closed])) as [unknown];
  if (typeof line !== 'string') throw new Error(`the receiver did not start: ${output.stderr}`);
  const listening = JSON.parse(line) as { url: string };
  const { url } = listening;
  return {
    process: child,
    url,
    listening: { ...listening },
    log: () => output.stderr,
    end: async (signal) => {
      child.kill(signal);
      const [code] = (await closed) as [number | null];
      return code;
    },
  };
}

/** Texts of all notes below a folder. */
export function readNotes(vaultDir: string): string[] {
  const entries = readdirSync(vaultDir, { recursive: true, encoding: 'utf8' });
  return entries.filter((path) => path.endsWith('.md')).map((path) => readFileSync(join(vaultDir, path), 'utf8'));
}

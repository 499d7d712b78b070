import { closeSync, existsSync, openSync, readdirSync, readSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { type RunOptions, runCommand } from './run-command.ts';

/** What looking for a browser needs to know about a machine; tests hand in another. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly isRoot: boolean;
  exists(path: string): boolean;
  /** Names in a folder; none when there is no such folder. */
  list(folder: string): string[];
  /** Where links lead to. */
  resolve(path: string): string;
  /** The first bytes of a file as text. */
  readHead(path: string): string;
  run(command: string, args: readonly string[], options?: RunOptions): Promise<number>;
  say(text: string): void;
}

const HEAD_BYTES = 4096;

export function thisMachine(): Machine {
  return {
    platform: process.platform,
    env: process.env,
    home: homedir(),
    isRoot: process.getuid?.() === 0,
    exists: existsSync,
    list: (folder) => (existsSync(folder) ? readdirSync(folder) : []),
    resolve: realpathSync,
    readHead,
    run: runCommand,
    say: (text) => void process.stderr.write(`${text}\n`),
  };
}

function readHead(path: string): string {
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(HEAD_BYTES);
    return bytes.toString('latin1', 0, readSync(file, bytes));
  } finally {
    closeSync(file);
  }
}

import { vi } from 'vitest';
import type { Machine } from '../../scripts/machine.ts';

/** A machine that is not this one. */
export interface Setup {
  platform?: NodeJS.Platform;
  env?: Record<string, string>;
  isRoot?: boolean;
  /** Path -> its first bytes; or where it leads, as `-> /path`. */
  files?: Record<string, string>;
  /** What a command does; anything else succeeds, `--version` of a browser included. */
  commands?: (line: string, files: Map<string, string>) => number;
}

export function machineWith({ platform = 'linux', env = {}, isRoot = false, files = {}, commands = () => 0 }: Setup) {
  const present = new Map(Object.entries(files));
  const ran: string[] = [];
  const machine: Machine = {
    platform,
    env: { PATH: '/usr/local/bin:/usr/bin', ...env },
    home: '/home/me',
    isRoot,
    exists: (path) => present.has(path),
    list: (folder) => {
      const below = [...present.keys()].filter((path) => path.startsWith(`${folder}/`));
      return [...new Set(below.map((path) => path.slice(folder.length + 1).split('/')[0] ?? ''))];
    },
    resolve: (path) => present.get(path)?.match(/^-> (.*)/)?.[1] ?? path,
    readHead: (path) => present.get(path) ?? '',
    run: async (command, args) => {
      const line = [command, ...args].join(' ').replace(/^\S+ \S*cli\.js/, 'playwright');
      if (!line.endsWith('--version')) ran.push(line);
      return commands(line, present);
    },
    say: vi.fn(),
  };
  return { machine, ran };
}

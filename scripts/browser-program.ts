import type { Machine } from './machine.ts';

const VERSION_TIMEOUT_MS = 15_000;

/** A download may lack the system's libraries, and a wrapper what it wraps. Only Linux has such halves. */
export async function canRun(machine: Machine, path: string): Promise<boolean> {
  if (machine.platform !== 'linux') return true;
  return (await machine.run(path, ['--version'], { timeoutMs: VERSION_TIMEOUT_MS, output: 'dropped' })) === 0;
}

/** A link into /snap, or a script that starts it, as Ubuntu's package `chromium-browser` is. */
export function isSnap(machine: Machine, path: string): boolean {
  const target = machine.resolve(path);
  return target.startsWith('/snap/') || target.endsWith('/bin/snap') || machine.readHead(path).includes('/snap/bin/');
}

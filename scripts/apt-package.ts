import type { Machine } from './machine.ts';

const TIMEOUT_MS = 10 * 60_000;

/** Installs a package of a Debian-like system as root, or where sudo asks for no password: nobody may be there to type one. */
export async function installPackage(machine: Machine, name: string): Promise<boolean> {
  if (machine.platform !== 'linux' || !machine.exists('/usr/bin/apt-get')) return false;
  const sudo = machine.isRoot ? [] : ['sudo', '-n'];
  if (!machine.isRoot && (await machine.run('sudo', ['-n', 'true'], { output: 'dropped' })) !== 0) return false;

  machine.say(`Installing the package ${name} with apt-get …`);
  // `env` because sudo passes no environment on.
  const apt = (...args: string[]) => {
    const [command = 'env', ...rest] = [...sudo, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-y', ...args];
    return machine.run(command, rest, { timeoutMs: TIMEOUT_MS });
  };
  // A list that could not be updated completely may still do.
  await apt('update');
  return (await apt('install', name)) === 0;
}

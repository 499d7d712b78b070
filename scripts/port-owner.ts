import { connect } from 'node:net';

const TIMEOUT_MS = 2000;

/** Who listens on a port of this machine: nobody, another Brainpost receiver, or something else. */
export async function portOwner(port: number): Promise<'nobody' | 'brainpost' | 'other'> {
  if (port === 0 || !(await isListening(port))) return 'nobody';
  return (await isBrainpost(port)) ? 'brainpost' : 'other';
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', timeout: TIMEOUT_MS });
    const settle = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket
      .once('connect', () => settle(true))
      .once('error', () => settle(false))
      .once('timeout', () => settle(false));
  });
}

/** By the shape of its answer about its own health. */
async function isBrainpost(port: number): Promise<boolean> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/healthz`, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    const { checks } = (await response.json()) as { checks?: { inbox?: unknown } };
    return checks?.inbox !== undefined;
  } catch {
    return false; // does not answer, or not with JSON
  }
}

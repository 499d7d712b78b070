import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const MAIN = fileURLToPath(new URL('../receiver/main.ts', import.meta.url));
const run = promisify(execFile);

interface ReceiverPlace {
  readonly dataDir: string;
  readonly port: number;
}

/** The connection string of the oldest workspace of a running receiver, which makes one when it starts on an empty folder. */
export async function firstConnectionString(of: ReceiverPlace): Promise<string> {
  return (await receiverCommand(['workspace', 'show', await firstWorkspace(of)], of)).trim();
}

/** A one-time code, good for ten minutes, by which a browser gets a key of that workspace. */
export async function firstPairingCode(of: ReceiverPlace): Promise<string> {
  const told = await receiverCommand(['pair', await firstWorkspace(of)], of);
  const code = /^Code:\s+(\S+)/.exec(told)?.[1];
  if (code === undefined) throw new Error('The receiver printed no code.');
  return code;
}

async function firstWorkspace(of: ReceiverPlace): Promise<string> {
  const list = await receiverCommand(['workspace', 'list'], of);
  const id = list.split(/\s/)[0];
  if (!id)
    throw new Error(`The receiver has no workspace. Make one: npm run receiver -- workspace add --data ${of.dataDir}`);
  return id;
}

/** An address that signs the operator in to the console of a running receiver, once. */
export async function loginUrl(of: ReceiverPlace): Promise<string> {
  return (await receiverCommand(['login'], of)).trim();
}

async function receiverCommand(args: string[], { dataDir, port }: ReceiverPlace): Promise<string> {
  const { stdout } = await run(process.execPath, [MAIN, ...args, '--data', dataDir, '--port', String(port)]);
  return stdout;
}

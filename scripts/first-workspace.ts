import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const MAIN = fileURLToPath(new URL('../receiver/main.ts', import.meta.url));
const run = promisify(execFile);

/** The connection string of the oldest workspace of a running receiver, which makes one when it starts on an empty folder. */
export async function firstConnectionString(of: { dataDir: string; port: number }): Promise<string> {
  const list = await receiverCommand(['workspace', 'list'], of);
  const id = list.split(/\s/)[0];
  if (!id)
    throw new Error(`The receiver has no workspace. Make one: npm run receiver -- workspace add --data ${of.dataDir}`);
  return (await receiverCommand(['workspace', 'show', id], of)).trim();
}

async function receiverCommand(args: string[], { dataDir, port }: { dataDir: string; port: number }): Promise<string> {
  const { stdout } = await run(process.execPath, [MAIN, ...args, '--data', dataDir, '--port', String(port)]);
  return stdout;
}

import { parseArgs } from 'node:util';
import { DEFAULT_OVERLAP_HOURS } from './accounts/keys.ts';
import { backup } from './commands/backup.ts';
import { type DevicesCommand, runDevicesCommand } from './commands/devices.ts';
import { type ListenCommand, listen } from './commands/listen.ts';
import { pair, type PairCommand } from './commands/pair.ts';
import { type ReplayCommand, replay } from './commands/replay.ts';
import { type SendCommand, send } from './commands/send.ts';
import { login } from './commands/login.ts';
import { serve } from './commands/serve.ts';
import { type SignCommand, sign, type VerifyCommand, verify } from './commands/sign.ts';
import { type CommandResult, runWorkspaceCommand, type WorkspaceCommand } from './commands/workspace.ts';
import { readSettings, type Settings } from './settings.ts';

const USAGE = `Usage:
  serve [--port N] [--data DIR]              run the receiver; --port 0 picks a free port
  pair [WORKSPACE] [--name NAME]             print a code, good once and for ten minutes, by which a browser gets a key
                                             of its own, and the address to type with it
  devices                                    list the browsers that were paired; devices revoke ID cuts one off
  login                                      print an address that signs you in to the console, once, within the hour
  workspace add [--name NAME] [--id ws_…]    make a workspace and print its id
  workspace list                             print id and name of each workspace
  workspace show ID                          print the connection string for the extension (it holds the secret)
  workspace rotate ID [--source S] [--overlap H]
                                             make a new secret and print its connection string, of a source the bare
                                             secret; old ones stay good for H hours (24)
  workspace policy ID SOURCE compat|strict   what a source has to sign with; also forgets a pin
  workspace remove ID --yes                  take a workspace away with all it holds; notes in the vault stay
  send FILE [--to URL]                       deliver the events of a file that the extension exported; exit code 2
                                             when some did not arrive. Run it again at any time: nothing is doubled
  replay WORKSPACE [EVENT]                   work events off again that are done, failed or parked: one by its event id,
                                             or all with this [--source S] [--state parked] [--from TIME] [--to TIME]
  backup FILE                                copy the database into a file, also while the receiver runs
  sign WORKSPACE FILE                        print the headers that sign the event in a file, for curl -H @-
  verify WORKSPACE FILE HEADERS [--source S] say what is right or wrong with a signed request: its body in one file, its
                                             headers, line by line, in another
  listen WORKSPACE [--topics chat.*,…]       print what happens as it happens, one JSON event a line; with --forward URL post
                                             each to that address instead, signed, until it is taken

--data DIR goes with every command; --port N also with login, pair, workspace show and send. For send --to, the secret comes from
BRAINPOST_WORKSPACE and BRAINPOST_SECRET, else from the data folder. More settings: docs/protocol.md, section 7.
`;

const OPTIONS = {
  port: { type: 'string' },
  data: { type: 'string' },
  name: { type: 'string' },
  id: { type: 'string' },
  to: { type: 'string' },
  from: { type: 'string' },
  source: { type: 'string' },
  state: { type: 'string' },
  overlap: { type: 'string' },
  yes: { type: 'boolean' },
  topics: { type: 'string' },
  forward: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** Some events of a file did not arrive. */
const EXIT_NOT_ALL_SENT = 2;

type Command =
  | { readonly name: 'serve' }
  | { readonly name: 'login' }
  | { readonly name: 'workspace'; readonly command: WorkspaceCommand }
  | { readonly name: 'send'; readonly command: SendCommand }
  | { readonly name: 'replay'; readonly command: ReplayCommand }
  | { readonly name: 'backup'; readonly file: string }
  | { readonly name: 'sign'; readonly command: SignCommand }
  | { readonly name: 'verify'; readonly command: VerifyCommand }
  | { readonly name: 'listen'; readonly command: ListenCommand }
  | { readonly name: 'pair'; readonly command: PairCommand }
  | { readonly name: 'devices'; readonly command: DevicesCommand };
type Arguments = ReturnType<typeof readArguments>;

function readArguments(args: string[]) {
  return parseArgs({ args, options: OPTIONS, allowPositionals: true });
}

function fail(message: string): void {
  process.stderr.write(`${message.trimEnd()}\n`);
  process.exitCode = 1;
}

function tryReadArguments(): Arguments | null {
  try {
    return readArguments(process.argv.slice(2));
  } catch (error) {
    fail(`${(error as Error).message}\n\n${USAGE}`); // parseArgs throws for what a person mistyped
    return null;
  }
}

function readCommand({ positionals, values }: Arguments): Command | null {
  const [name, ...rest] = positionals;
  const [first, second, third] = rest;
  if (name === 'workspace') return readWorkspaceCommand(rest, values);
  if (name === 'serve' || name === 'login') return rest.length === 0 ? { name } : null;
  if (name === 'send') return first && rest.length === 1 ? { name, command: { file: first, to: values.to } } : null;
  if (name === 'backup') return first && rest.length === 1 ? { name, file: first } : null;
  if (name === 'replay' && first && rest.length <= 2) {
    const { source, state, from, to } = values;
    return { name, command: { workspaceId: first, eventId: second, source, state, from, to } };
  }
  if (name === 'listen' && first && rest.length === 1) {
    const { topics, forward } = values;
    return { name, command: { workspaceId: first, topics, forward } };
  }
  if (name === 'sign' && first && second && rest.length === 2) {
    return { name, command: { workspaceId: first, file: second } };
  }
  if (name === 'verify' && first && second && third && rest.length === 3) {
    const { source = '' } = values;
    return { name, command: { workspaceId: first, file: second, headersFile: third, source } };
  }
  if (name === 'pair' && rest.length <= 1) return { name, command: { workspaceId: first, deviceName: values.name } };
  return name === 'devices' ? readDevicesCommand(rest) : null;
}

function readDevicesCommand([action, id, ...more]: readonly string[]): Command | null {
  const isList = action === undefined;
  const isRevoke = action === 'revoke' && id !== undefined && more.length === 0;
  return isList || isRevoke ? { name: 'devices', command: { id } } : null;
}

function readWorkspaceCommand(
  [action, id, source, policy, ...more]: readonly string[],
  values: Arguments['values'],
): Command | null {
  const name = 'workspace';
  if (more.length) return null;
  if (action === 'policy') return id && source && policy ? { name, command: { action, id, source, policy } } : null;
  if (source !== undefined) return null;
  if (id === undefined) {
    if (action === 'add') return { name, command: { action, id: values.id, name: values.name } };
    return action === 'list' ? { name, command: { action } } : null;
  }
  if (action === 'show') return { name, command: { action, id } };
  if (action === 'remove') return { name, command: { action, id, isConfirmed: values.yes ?? false } };
  if (action !== 'rotate') return null;
  const { source: ofSource = null, overlap = String(DEFAULT_OVERLAP_HOURS) } = values;
  return { name, command: { action, id, source: ofSource, overlap } };
}

async function run(command: Command, settings: Settings): Promise<void> {
  if (command.name === 'serve') {
    const refusal = await serve(settings);
    if (refusal !== null) fail(refusal);
    return;
  }
  if (command.name === 'send') return runSend(settings, command.command);
  if (command.name === 'listen') return runListen(settings, command.command);
  const result = await runToEnd(command, settings);
  if (result.ok) process.stdout.write(result.lines.map((line) => `${line}\n`).join(''));
  else fail(result.message);
}

async function runToEnd(
  command: Exclude<Command, { name: 'serve' | 'send' | 'listen' }>,
  settings: Settings,
): Promise<CommandResult> {
  switch (command.name) {
    case 'login':
      return login(settings);
    case 'replay':
      return replay(settings, command.command);
    case 'workspace':
      return runWorkspaceCommand(settings, command.command);
    case 'backup':
      return backup(settings, command.file);
    case 'sign':
      return sign(settings, command.command);
    case 'verify':
      return verify(settings, command.command);
    case 'pair':
      return pair(settings, command.command);
    case 'devices':
      return runDevicesCommand(settings, command.command);
    default:
      return command satisfies never;
  }
}

async function runSend(settings: Settings, command: SendCommand): Promise<void> {
  const result = await send(settings, command, (line) => process.stdout.write(`${line}\n`));
  if (!result.ok) return fail(result.message);
  if (!result.allArrived) process.exitCode = EXIT_NOT_ALL_SENT;
}

async function runListen(settings: Settings, command: ListenCommand): Promise<void> {
  const ended = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => ended.abort());
  const refusal = await listen(settings, command, {
    print: (line) => void process.stdout.write(`${line}\n`),
    say: (line) => void process.stderr.write(`${line}\n`),
    signal: ended.signal,
  });
  if (refusal !== null) fail(refusal);
}

async function main(): Promise<void> {
  const args = tryReadArguments();
  if (!args) return;
  if (args.values.help) return void process.stdout.write(USAGE);
  const command = readCommand(args);
  if (!command) return fail(USAGE);
  const read = readSettings(process.env, args.values);
  if (!read.ok) return fail(read.message);
  await run(command, read.settings);
}

await main();

import { parseArgs } from 'node:util';
import { type ReplayCommand, replay } from './commands/replay.ts';
import { type SendCommand, send } from './commands/send.ts';
import { serve } from './commands/serve.ts';
import { runWorkspaceCommand, type WorkspaceCommand } from './commands/workspace.ts';
import { readSettings, type Settings } from './settings.ts';

const USAGE = `Usage:
  serve [--port N] [--data DIR]              run the receiver; --port 0 picks a free port
  workspace add [--name NAME] [--id ws_…]    make a workspace and print its id
  workspace list                             print id and name of each workspace
  workspace show ID                          print the connection string for the extension (it holds the secret)
  send FILE [--to URL]                       deliver the events of a file that the extension exported; exit code 2
                                             when some did not arrive. Run it again at any time: nothing is doubled
  replay WORKSPACE [EVENT]                   work events off again that are done, failed or parked: one by its event id,
                                             or all with this [--source S] [--state parked] [--from TIME] [--to TIME]

--data DIR goes with every command; --port N also with workspace show and send. For send --to, the secret comes from
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
  help: { type: 'boolean', short: 'h' },
} as const;

/** Some events of a file did not arrive. */
const EXIT_NOT_ALL_SENT = 2;

type Command =
  | { readonly name: 'serve' }
  | { readonly name: 'workspace'; readonly command: WorkspaceCommand }
  | { readonly name: 'send'; readonly command: SendCommand }
  | { readonly name: 'replay'; readonly command: ReplayCommand };
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
  const [first, second, third, ...more] = positionals;
  if (more.length) return null;
  if (first === 'serve' && second === undefined) return { name: 'serve' };
  if (first === 'send' && second !== undefined && third === undefined)
    return { name: 'send', command: { file: second, to: values.to } };
  if (first === 'replay' && second !== undefined) {
    const { source, state, from, to } = values;
    return { name: 'replay', command: { workspaceId: second, eventId: third, source, state, from, to } };
  }
  if (first !== 'workspace') return null;
  if (second === 'show' && third !== undefined) return { name: 'workspace', command: { action: 'show', id: third } };
  if (third !== undefined) return null;
  if (second === 'add') return { name: 'workspace', command: { action: 'add', id: values.id, name: values.name } };
  return second === 'list' ? { name: 'workspace', command: { action: 'list' } } : null;
}

async function run(command: Command, settings: Settings): Promise<void> {
  if (command.name === 'serve') {
    const refusal = await serve(settings);
    if (refusal !== null) fail(refusal);
    return;
  }
  if (command.name === 'send') return runSend(settings, command.command);
  const result =
    command.name === 'replay'
      ? await replay(settings, command.command)
      : await runWorkspaceCommand(settings, command.command);
  if (result.ok) process.stdout.write(result.lines.map((line) => `${line}\n`).join(''));
  else fail(result.message);
}

async function runSend(settings: Settings, command: SendCommand): Promise<void> {
  const result = await send(settings, command, (line) => process.stdout.write(`${line}\n`));
  if (!result.ok) return fail(result.message);
  if (!result.allArrived) process.exitCode = EXIT_NOT_ALL_SENT;
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

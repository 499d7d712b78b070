import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Bytes } from '../../lib/protocol/bytes.ts';
import { type ConnectionFault, checkConnection } from '../../lib/protocol/connection.ts';
import { eventSchema } from '../../lib/protocol/event.ts';
import { urlOf } from '../http/server.ts';
import type { Settings } from '../settings.ts';
import { type EventToSend, type SendOutcome, sendEvent } from './send-event.ts';
import { SendKeys } from './send-keys.ts';
import { type Line, linesOf } from './send-lines.ts';

export interface SendCommand {
  readonly file: string;
  /** Another endpoint than the receiver of the data folder. */
  readonly to: string | undefined;
}

/** `allArrived` is about the events; a refusal in one sentence is about the command. */
export type SendResult = { ok: true; allArrived: boolean } | { ok: false; message: string };

const ADDRESS_FAULTS: Partial<Record<ConnectionFault, string>> = {
  insecure_endpoint: '--to without https may only name this computer. Use an address with https.',
};

const STOPPED = 'Stopped: the rest was not tried. See to it that the endpoint answers, then run this again.';

interface Route {
  readonly endpoint: string;
  readonly keys: SendKeys;
}

/**
 * `send FILE`: signs and posts the events of a JSON Lines file, one after the other. The file stays as it is, and what
 * arrived before is a duplicate, so it can be run again at any time.
 * @param print takes one line of the report
 */
export async function send(
  settings: Settings,
  { file, to }: SendCommand,
  print: (line: string) => void,
): Promise<SendResult> {
  const endpoint = to === undefined ? urlOf(settings.host, settings.port) : checkedEndpoint(to);
  if (typeof endpoint !== 'string') return endpoint;
  const unreadable = await whyUnreadable(file);
  if (unreadable) return { ok: false, message: `${file} cannot be read (${unreadable}).` };
  const opened = SendKeys.open(settings, to !== undefined);
  if (!opened.ok) return opened;
  try {
    return { ok: true, allArrived: await sendFile(file, { endpoint, keys: opened.keys }, print) };
  } finally {
    await opened.keys.close();
  }
}

function checkedEndpoint(address: string): string | { ok: false; message: string } {
  const checked = checkConnection({ endpoint: address, workspaceId: 'any', secret: 'any' });
  if (checked.ok) return checked.connection.endpoint;
  const message = ADDRESS_FAULTS[checked.error] ?? '--to must be a web address, for example http://127.0.0.1:8787.';
  return { ok: false, message };
}

async function whyUnreadable(file: string): Promise<string | null> {
  try {
    return (await stat(file)).isDirectory() ? 'it is a folder' : null;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'unknown error';
  }
}

type Kind = SendOutcome['kind'] | 'unreadable';

/** One failure may be about the event, as when an endpoint hangs up on a body that is too large; two are about the endpoint. */
const FAILURES_TO_STOP = 2;

/** @returns whether every event of the file arrived */
async function sendFile(file: string, route: Route, print: (line: string) => void): Promise<boolean> {
  const counts = new Map<Kind, number>();
  const count = (kind: Kind) => counts.set(kind, (counts.get(kind) ?? 0) + 1);
  let failures = 0;
  for await (const line of linesOf(createReadStream(file))) {
    if (line.bytes?.every(isBlank)) continue;
    const event = readEvent(line);
    if (typeof event === 'string') {
      count('unreadable');
      print(`unreadable\tline ${line.number}\t${event}`);
    } else if (failures === FAILURES_TO_STOP) {
      count('not sent');
    } else {
      const outcome = await sendOne(event, route);
      failures = outcome.kind === 'not sent' ? failures + 1 : 0;
      count(outcome.kind);
      print(describeOutcome(outcome, event, line.number));
      if (failures === FAILURES_TO_STOP) print(STOPPED);
    }
  }
  const kinds: Kind[] = ['accepted', 'duplicate', 'refused', 'unreadable', 'not sent'];
  print(kinds.map((kind) => `${counts.get(kind) ?? 0} ${kind}`).join(', '));
  return [...counts.keys()].every((kind) => kind === 'accepted' || kind === 'duplicate');
}

const isBlank = (byte: number) => byte === 0x20 || byte === 0x09;

/** @returns why the line is no event, else the event */
function readEvent({ bytes }: Line): EventToSend | string {
  if (bytes === null) return 'too long for an event';
  const json = parseJson(bytes);
  if (json === undefined) return 'not JSON';
  const event = eventSchema.safeParse(json);
  if (event.success)
    return { id: event.data.event_id, source: event.data.source, workspaceId: event.data.workspace_id, body: bytes };
  const issue = event.error.issues[0];
  return `not an event: ${issue?.path.join('.') || 'the whole line'}: ${issue?.message ?? 'invalid'}`;
}

function parseJson(bytes: Bytes): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}

async function sendOne(event: EventToSend, { endpoint, keys }: Route): Promise<SendOutcome> {
  const found = await keys.of(event.workspaceId);
  if (found) return sendEvent(event, endpoint, found);
  const how = `Set BRAINPOST_WORKSPACE=${event.workspaceId} and BRAINPOST_SECRET, or name its folder with --data.`;
  return { kind: 'refused', why: `The secret of workspace ${event.workspaceId} is not known here. ${how}` };
}

function describeOutcome(outcome: SendOutcome, { id }: EventToSend, line: number): string {
  switch (outcome.kind) {
    case 'accepted':
    case 'duplicate':
      return `${outcome.kind}\t${id}`;
    case 'refused':
    case 'not sent':
      return `${outcome.kind}\t${id}\tline ${line}: ${outcome.why}`;
    default:
      return outcome satisfies never;
  }
}

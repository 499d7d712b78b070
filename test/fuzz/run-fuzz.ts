import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateSecret, importSigningKeys } from '../../lib/protocol/secret.ts';
import { signRequest } from '../../lib/protocol/sign.ts';
import { type ReceiverProcess, startReceiver } from '../../scripts/receiver-process.ts';
import { Dice } from '../simulation/dice.ts';
import { type FuzzRequest, makeRequest, WORKSPACE } from './make-request.ts';
import { mutateBytes } from './mutate-value.ts';
import { sendRaw } from './send-raw.ts';

const SENDERS = 12;
const MEASURES = 20;
/** Below this a process still warms up, and its memory says nothing. */
const MEMORY_MIN_REQUESTS = 50_000;
const MEMORY_MAX_GROWTH = 1.15;

export interface FuzzReport {
  readonly violations: readonly string[];
  /** Status -> how many. */
  readonly statuses: Readonly<Record<string, number>>;
  /** MB resident, over the run; empty where the system does not tell. */
  readonly residentMb: readonly number[];
}

/** Sends mutated requests to a real receiver: none may be answered 5xx, and it has to be as good as new afterwards. */
export async function runFuzz({ requests, seed }: { requests: number; seed: number }): Promise<FuzzReport> {
  const dataDir = mkdtempSync(join(tmpdir(), 'brainpost-fuzz-'));
  const secret = generateSecret();
  const env = { BRAINPOST_WORKSPACE: WORKSPACE, BRAINPOST_SECRET: secret, BRAINPOST_RATE_PER_MINUTE: '0' };
  const receiver = await startReceiver({ dataDir, env });
  try {
    const run = new FuzzRun(receiver, secret, seed);
    await run.send(requests);
    return { ...run.report(requests), violations: [...run.violations, ...(await run.findEndFaults(requests))] };
  } finally {
    await receiver.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

class FuzzRun {
  readonly violations: string[] = [];
  readonly #receiver: ReceiverProcess;
  readonly #port: number;
  readonly #secret: string;
  readonly #dice: Dice;
  readonly #statuses: Record<string, number> = {};
  readonly #residentMb: number[] = [];

  constructor(receiver: ReceiverProcess, secret: string, seed: number) {
    this.#receiver = receiver;
    this.#port = Number(new URL(receiver.url).port);
    this.#secret = secret;
    this.#dice = new Dice(seed);
  }

  async send(requests: number): Promise<void> {
    const keys = await importSigningKeys(this.#secret);
    if (!keys) throw new Error('a generated secret is a key');
    let begun = 0;
    const sendOn = async () => {
      while (begun < requests && this.violations.length < 20) {
        begun += 1;
        if (begun % Math.ceil(requests / MEASURES) === 0) this.#measure();
        const request = await makeRequest(keys, this.#dice);
        const bytes = toBytes(request);
        const isBroken = this.#dice.chance(0.15);
        const sent = isBroken ? mutateBytes(bytes, this.#dice) : bytes;
        this.#hear(await sendRaw(this.#port, sent, isBroken), sent);
      }
    };
    await Promise.all(Array.from({ length: SENDERS }, sendOn));
  }

  report(requests: number) {
    const grew = requests < MEMORY_MIN_REQUESTS ? null : growthOf(this.#residentMb);
    if (grew !== null && grew > MEMORY_MAX_GROWTH)
      this.violations.push(`memory grew to ${grew.toFixed(2)} of what it was`);
    return { statuses: this.#statuses, residentMb: this.#residentMb };
  }

  /** What is wrong with the receiver after all that. */
  async findEndFaults(requests: number): Promise<string[]> {
    const { process: child, url } = this.#receiver;
    const log = this.#receiver.log();
    if (child.exitCode !== null || child.signalCode !== null) return ['the process ended'];
    const status = await this.#sendGoodEvent(url);
    const health = (await (await fetch(`${url}/healthz`)).json()) as { checks: { inbox: { parked: number } } };
    return [
      ...(status === 'accepted' ? [] : [`an event in order is answered ${status}`]),
      ...(health.checks.inbox.parked === 0 ? [] : [`${health.checks.inbox.parked} events are parked`]),
      ...(log.includes('"level":"error"') ? [`the log tells of an error: ${firstError(log)}`] : []),
      ...(this.#gotThrough() > requests / 20 ? [] : ['hardly any request got through']),
    ];
  }

  #gotThrough(): number {
    return ['200', '201', '202'].reduce((sum, status) => sum + (this.#statuses[status] ?? 0), 0);
  }

  async #sendGoodEvent(url: string): Promise<string> {
    const keys = await importSigningKeys(this.#secret);
    if (!keys) throw new Error('a generated secret is a key');
    const body = new TextEncoder().encode(
      JSON.stringify({
        event_id: 'evt_good',
        source: 'chatgpt',
        type: 'brain.ingest',
        workspace_id: WORKSPACE,
        timestamp: '2026-11-21T09:30:00Z',
        data: { session_id: 'good', messages: [{ role: 'user', content: 'hi' }] },
      }),
    );
    const signed = await signRequest(keys, { id: 'evt_good', timestampSec: Math.floor(Date.now() / 1000), body });
    const headers = { 'content-type': 'application/json', ...signed };
    const response = await fetch(`${url}/webhooks/v1/${WORKSPACE}/chatgpt`, { method: 'POST', headers, body });
    return String(((await response.json()) as { status?: string }).status ?? response.status);
  }

  #hear(status: number | 'closed', sent: Buffer): void {
    this.#statuses[status] = (this.#statuses[status] ?? 0) + 1;
    if (status !== 'closed' && status >= 500)
      this.violations.push(`${status} for ${JSON.stringify(sent.toString('latin1'))}`);
  }

  #measure(): void {
    try {
      const status = readFileSync(`/proc/${this.#receiver.process.pid}/status`, 'utf8');
      this.#residentMb.push(Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024));
    } catch {
      // No /proc on this system: then the run says nothing about memory.
    }
  }
}

/** The last quarter against the second. */
function growthOf(values: readonly number[]): number | null {
  const quarter = Math.floor(values.length / 4);
  if (quarter === 0) return null;
  const mean = (some: readonly number[]) => some.reduce((sum, value) => sum + value, 0) / some.length;
  return mean(values.slice(-quarter)) / mean(values.slice(quarter, 2 * quarter));
}

function firstError(log: string): string {
  return log.split('\n').find((line) => line.includes('"level":"error"')) ?? '';
}

function toBytes({ method, path, headers, body }: FuzzRequest): Buffer {
  const lines = [['Host', '127.0.0.1'], ['Connection', 'close'], ...headers, ['Content-Length', String(body.length)]];
  const head = `${method} ${path} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}`).join('\r\n')}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head, 'latin1'), body]);
}

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect } from '@playwright/test';
import { formatConnectionString } from '../../lib/protocol/connection.ts';
import type { BrainIngestEvent } from '../../lib/protocol/event.ts';
import { generateSecret } from '../../lib/protocol/secret.ts';
import { firstPairingCode } from '../../scripts/receiver-commands.ts';
import { type ReceiverProcess, startReceiver } from '../../scripts/receiver-process.ts';

/** A receiver with an empty folder, whatever browser sends to it. */
export class ReceiverWorld {
  readonly workspaceId = 'ws_e2e';
  readonly secret = generateSecret();
  readonly dataDir: string;
  receiver!: ReceiverProcess;
  /** Of the receiver, as its environment names them. */
  protected readonly settings: Record<string, string> = {};

  constructor(dir: string) {
    this.dataDir = join(dir, 'data');
  }

  get connectionString(): string {
    return this.connectionStringTo(this.receiver.url);
  }

  /** For an endpoint that stands before the receiver. */
  connectionStringTo(endpoint: string): string {
    return formatConnectionString({ endpoint, workspaceId: this.workspaceId, secret: this.secret });
  }

  pairingCode(): Promise<string> {
    return firstPairingCode({ dataDir: this.dataDir, port: Number(new URL(this.receiver.url).port) });
  }

  /** @param port the one it had before, to come back at the same address */
  async startReceiver(port = 0): Promise<void> {
    const env = { BRAINPOST_WORKSPACE: this.workspaceId, BRAINPOST_SECRET: this.secret, ...this.settings };
    this.receiver = await startReceiver({ dataDir: this.dataDir, port, env });
  }

  /** All notes in the vault, path -> text. */
  async notes(): Promise<Map<string, string>> {
    const vault = join(this.dataDir, 'vault');
    const files = await readdir(vault, { recursive: true }).catch(() => []);
    const notes = files.filter((file) => file.endsWith('.md'));
    return new Map(
      await Promise.all(notes.map(async (file) => [file, await readFile(join(vault, file), 'utf8')] as const)),
    );
  }

  /** The events that the receiver has accepted, oldest first, without those that test the connection. */
  accepted(): BrainIngestEvent[] {
    const database = new DatabaseSync(join(this.dataDir, 'brainpost.db'), { readOnly: true });
    try {
      const rows = database.prepare("SELECT body FROM event_inbox WHERE event_type = 'brain.ingest' ORDER BY id").all();
      return rows.map(({ body }) => JSON.parse(new TextDecoder().decode(body as Uint8Array)) as BrainIngestEvent);
    } finally {
      database.close();
    }
  }

  /** Waits for the one note, and makes sure that it is the only one. */
  async note(): Promise<string> {
    await expect.poll(async () => (await this.notes()).size).toBe(1);
    const [text] = (await this.notes()).values();
    return text ?? '';
  }
}

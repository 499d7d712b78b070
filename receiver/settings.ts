import { readFileSync } from 'node:fs';
import type { BlockList } from 'node:net';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { WORKSPACE_ID } from '../lib/protocol/workspace-id.ts';
import {
  RECEIVER_MAX_BLOB_BYTES,
  RECEIVER_MAX_BODY_BYTES,
  TIMESTAMP_TOLERANCE_SECONDS,
} from '../lib/protocol/limits.ts';
import { isAddressOrSubnet } from './http/address-reader.ts';
import { DEFAULT_RETRY_SCHEDULE, parseRetrySchedule } from './webhooks/retry-schedule.ts';
import { parseSubnets } from './webhooks/target-addresses.ts';

function whole(min: number, max: number) {
  const error = `must be a whole number from ${min} to ${max}`;
  // Not z.coerce: it takes '' and null for 0 and '1e3' for 1000.
  const read = (value: unknown) => (typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value);
  return z.preprocess(read, z.number(error).int(error).min(min, error).max(max, error));
}

/** Settings by their name in `config.json`; in the environment they are upper case with the prefix `BRAINPOST_` (docs/protocol.md, section 7). */
const settingsSchema = z.object({
  host: z.string().min(1).default('127.0.0.1'),
  port: whole(0, 65_535).default(8787),
  workspace: z.string().regex(WORKSPACE_ID, 'must be letters, digits, _ and -').optional(),
  secret: z.string().min(1).optional(),
  admin_token: z
    .string()
    .regex(/^[A-Za-z0-9._~+/=-]{16,1024}$/, 'must be at least 16 letters, digits and . _ ~ + / = -')
    .optional(),
  vault: z.string().min(1).optional(),
  public_url: z.url({ protocol: /^https?$/, error: 'must be an http or https address' }).optional(),
  max_body_bytes: whole(1024, 1024 ** 3).default(RECEIVER_MAX_BODY_BYTES),
  max_blob_bytes: whole(1024, 4 * 1024 ** 3).default(RECEIVER_MAX_BLOB_BYTES),
  tolerance_seconds: whole(1, 86_400).default(TIMESTAMP_TOLERANCE_SECONDS),
  idempotency_days: whole(1, 36_500).default(7),
  rate_per_minute: whole(0, 100_000_000).default(6000),
  trust_proxy: z
    .string()
    .transform((text) => text.split(',').map((entry) => entry.trim()))
    .refine((entries) => entries.every(isAddressOrSubnet), 'must be addresses or subnets, separated by commas')
    .optional(),
  retry_schedule: z
    .string()
    .default(DEFAULT_RETRY_SCHEDULE)
    .transform((text, context) => {
      const schedule = parseRetrySchedule(text);
      if (!schedule) context.addIssue('must be waits such as 1m,5m,2h, with the units ms, s, m, h and d');
      return schedule ?? z.NEVER;
    }),
  allowed_subnets: z
    .string()
    .default('')
    .transform((text, context) => {
      const parsed = parseSubnets(text);
      if (!parsed.ok) context.addIssue('must be addresses or subnets, separated by commas');
      return parsed.ok ? parsed.subnets : z.NEVER;
    }),
  retention_days: whole(0, 36_500).default(0),
  log_retention_days: whole(1, 36_500).default(30),
  conversation_idle_minutes: whole(1, 525_600).default(30),
});

/** How this receiver runs. Sizes in bytes, times in the unit of the name, paths absolute. */
export interface Settings {
  readonly host: string;
  readonly port: number;
  readonly dataDir: string;
  readonly vaultDir: string;
  /** Where senders reach the receiver when that is not `host` and `port`. */
  readonly publicUrl: string | null;
  /** Made on an empty database. */
  readonly firstWorkspace: { readonly id: string; readonly secret: string | null } | null;
  /** The operator's, for the API; one is made when there is none. */
  readonly adminToken: string | null;
  readonly maxBodyBytes: number;
  readonly maxBlobBytes: number;
  readonly toleranceSeconds: number;
  readonly idempotencyDays: number;
  /** Requests per workspace; 0 is no limit. */
  readonly ratePerMinute: number;
  /** Proxies whose `X-Forwarded-For` counts. */
  readonly trustedProxies: readonly string[];
  /** Milliseconds between the attempts of an outgoing webhook. */
  readonly retrySchedule: readonly number[];
  /** Where outgoing webhooks may go besides public addresses. */
  readonly allowedSubnets: BlockList;
  /** How long bodies of events are kept, where a workspace says nothing; 0 is for ever. */
  readonly retentionDays: number;
  /** How long deliveries are remembered. */
  readonly logRetentionDays: number;
  /** After how long without news a conversation counts as ended. */
  readonly conversationIdleMinutes: number;
}

export type SettingsResult = { ok: true; settings: Settings } | { ok: false; message: string };

/**
 * Settings from the command line, else the environment, else `<data>/config.json`, else defaults.
 * @param options what the command line gave; an empty environment variable counts as not set
 * @returns the settings, or one sentence that says which value is wrong
 */
export function readSettings(
  env: Readonly<Record<string, string | undefined>>,
  options: { port?: string | undefined; data?: string | undefined } = {},
): SettingsResult {
  const dataDir = resolve(options.data || env['BRAINPOST_DATA'] || '.brainpost');
  const file = readConfigFile(join(dataDir, 'config.json'));
  if (!file.ok) return file;

  const values: Record<string, unknown> = { ...file.values };
  for (const name of Object.keys(settingsSchema.shape)) {
    const value = env[`BRAINPOST_${name.toUpperCase()}`];
    if (value) values[name] = value;
  }
  if (options.port !== undefined) values['port'] = options.port;

  const parsed = settingsSchema.safeParse(values);
  if (!parsed.success) return { ok: false, message: describeIssue(parsed.error.issues[0], options.port !== undefined) };
  if (parsed.data.secret && !parsed.data.workspace) {
    return { ok: false, message: 'BRAINPOST_SECRET needs BRAINPOST_WORKSPACE: the id of the workspace it belongs to.' };
  }
  return { ok: true, settings: toSettings(parsed.data, dataDir) };
}

function toSettings(values: z.infer<typeof settingsSchema>, dataDir: string): Settings {
  return {
    host: values.host,
    port: values.port,
    dataDir,
    vaultDir: resolve(values.vault ?? join(dataDir, 'vault')),
    publicUrl: values.public_url ?? null,
    firstWorkspace: values.workspace ? { id: values.workspace, secret: values.secret ?? null } : null,
    adminToken: values.admin_token ?? null,
    maxBodyBytes: values.max_body_bytes,
    maxBlobBytes: values.max_blob_bytes,
    toleranceSeconds: values.tolerance_seconds,
    idempotencyDays: values.idempotency_days,
    ratePerMinute: values.rate_per_minute,
    trustedProxies: values.trust_proxy ?? [],
    retrySchedule: values.retry_schedule,
    allowedSubnets: values.allowed_subnets,
    retentionDays: values.retention_days,
    logRetentionDays: values.log_retention_days,
    conversationIdleMinutes: values.conversation_idle_minutes,
  };
}

function readConfigFile(path: string): { ok: true; values: Record<string, unknown> } | { ok: false; message: string } {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { ok: true, values: {} };
    return { ok: false, message: `${path} cannot be read (${(error as NodeJS.ErrnoException).code}).` };
  }
  try {
    return { ok: true, values: z.record(z.string(), z.unknown()).parse(JSON.parse(text)) };
  } catch {
    return { ok: false, message: `${path} is not a JSON object.` };
  }
}

/** The wrong value itself is not repeated: it may be a secret. */
function describeIssue(issue: z.core.$ZodIssue | undefined, portIsOption: boolean): string {
  const name = String(issue?.path[0]);
  const label = name === 'port' && portIsOption ? '--port' : `BRAINPOST_${name.toUpperCase()}`;
  return `${label} has a wrong value: ${issue?.message}.`;
}

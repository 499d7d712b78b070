import type { FieldFilter } from '../webhooks/event-filter.ts';

/** Subscriptions to outgoing webhooks (docs/protocol.md, section 4); a part of `Store`. */
export interface WebhookStore {
  createWebhook(webhook: NewWebhook): Promise<Webhook>;
  findWebhook(workspaceId: string, id: string): Promise<Webhook | null>;
  /** Newest first. `next`: to ask for as `before`; `null` on the last page. */
  listWebhooks(query: WebhookQuery): Promise<{ items: readonly Webhook[]; total: number; next: number | null }>;
  /**
   * Switching one off sets what waits for it aside as `skipped_disabled`; switching it on clears what is known of its
   * failures, and what was set aside stays so until it is replayed.
   * @returns the webhook as it is now; `null` when there is none
   */
  updateWebhook(change: WebhookUpdate): Promise<Webhook | null>;
  /** Takes its deliveries and their log along. @returns whether there was one */
  deleteWebhook(workspaceId: string, id: string): Promise<boolean>;
  /** Makes `secret` the one that signs; the old one signs along until `overlapUntil`. `null` when there is none. */
  rotateWebhookSecret(rotation: {
    workspaceId: string;
    id: string;
    secret: string;
    overlapUntil: number;
    now: number;
  }): Promise<Webhook | null>;
  /** From now on payloads are encrypted with this key; `null`: sent as they are. `null` when there is no such webhook. */
  setWebhookEncryptionKey(change: {
    workspaceId: string;
    id: string;
    key: string | null;
    now: number;
  }): Promise<Webhook | null>;
  /** What events are held against: every webhook of every workspace, in short. */
  webhookTargets(): Promise<readonly WebhookTarget[]>;
}

export interface WebhookQuery {
  readonly workspaceId: string;
  /** Only those that are, or are not; `null` for both. */
  readonly active: boolean | null;
  readonly limit: number;
  /** So many are left out. */
  readonly offset?: number;
  /** Only those behind this place. */
  readonly before?: number;
}

/** What a person decides about a webhook. */
export interface WebhookSettings {
  readonly name: string;
  readonly url: string;
  /** Exact, `chat.*` or `*`. */
  readonly eventTypes: readonly string[];
  readonly description: string;
  readonly timeoutMs: number;
  /** Attempts; 0 is no limit. */
  readonly ratePerMinute: number;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  /** Only events whose fields match; `null` for all. */
  readonly fields: FieldFilter | null;
  /** Events of one conversation one after the other: a failing one holds up those behind it. */
  readonly isOrdered: boolean;
}

export interface NewWebhook extends WebhookSettings {
  /** `wh_` and random characters. */
  readonly id: string;
  readonly workspaceId: string;
  readonly isActive: boolean;
  readonly secret: string;
  readonly createdAt: number;
}

/** `gone`: the target said 410. `failing`: every attempt failed for days. `by_hand`: somebody switched it off. */
export type DisabledReason = 'gone' | 'failing' | 'by_hand';

export interface Webhook extends NewWebhook {
  readonly updatedAt: number;
  readonly disabledAt: number | null;
  readonly disabledReason: DisabledReason | null;
  /** Signs along while it overlaps with the new one. */
  readonly previousSecret: { readonly secret: string; readonly until: number } | null;
  /** Of the payload, apart from the secret that signs: 32 bytes in base64url; `null`: not encrypted. */
  readonly encryptionKey: string | null;
  /** Since when every attempt failed, and how many did; `null` and 0 after a success. */
  readonly failingSince: number | null;
  readonly failures: number;
}

export interface WebhookUpdate {
  readonly workspaceId: string;
  readonly id: string;
  readonly settings: Partial<WebhookSettings>;
  readonly active?: boolean;
  readonly now: number;
}

export interface WebhookTarget {
  readonly id: string;
  readonly workspaceId: string;
  readonly eventTypes: readonly string[];
  readonly fields: FieldFilter | null;
}

import type { AttemptError } from '../webhooks/send-attempt.ts';
import type { Webhook } from './webhook-store.ts';

/** Deliveries of outgoing webhooks and the log of their attempts; a part of `Store`. */
export interface WebhookDeliveryStore {
  /** How far the outbox has been turned into deliveries: the id of the last row. */
  fanOutCursor(): Promise<number>;
  /**
   * Makes deliveries of outbox rows and moves the cursor on, in one transaction. Nothing happens when the cursor is not at
   * `after` any more, so an event never becomes two deliveries to one webhook.
   * A webhook that is switched off gets its deliveries as `skipped_disabled`; one that was deleted gets none.
   */
  fanOut(batch: { after: number; upTo: number; deliveries: readonly NewDelivery[]; now: number }): Promise<void>;
  /** Makes one delivery that stands in no outbox: a test event. @returns `null` when there is no such webhook */
  addDelivery(delivery: {
    workspaceId: string;
    webhookId: string;
    eventId: string;
    eventType: string;
    body: string;
    now: number;
  }): Promise<Delivery | null>;
  /** Takes deliveries that are due, from as many webhooks as possible. They come back when the lease ends. */
  claimDeliveries(claim: DeliveryClaim): Promise<readonly ClaimedDelivery[]>;
  /** Ends every lease: for a receiver that finds what its predecessor was busy with. */
  releaseDeliveryLeases(now: number): Promise<void>;
  /**
   * Records attempts and what follows from them, all in one transaction. One whose lease is not held any more is only logged.
   * A webhook whose every attempt failed for `afterMs`, and at least `failures` of them, is switched off.
   * Switching off writes `webhook.disabled` into the outbox.
   */
  finishAttempts(
    attempts: readonly FinishedAttempt[],
    autoDisable: { afterMs: number; failures: number },
  ): Promise<void>;
  /** When the next delivery is due, leases included; `null` when none is. @param isLeftOut webhooks that are not asked for */
  nextDeliveryDueAt(isLeftOut: (webhookId: string) => boolean): Promise<number | null>;
  /** Newest first. */
  listDeliveries(query: DeliveryQuery): Promise<{ items: readonly Delivery[]; next: number | null }>;
  /** Up to `MAX_COUNTED`, which then means "so many or more". */
  countDeliveries(query: DeliveryFilter): Promise<number>;
  findDelivery(workspaceId: string, id: number): Promise<{ delivery: Delivery; body: string | null } | null>;
  /** Oldest first, for each of these deliveries. */
  attemptsOf(deliveryIds: readonly number[]): Promise<ReadonlyMap<number, readonly DeliveryAttempt[]>>;
  /** Makes what is not under way due now, its schedule from the start. @returns how many; of a webhook that is off none */
  replayDeliveries(query: DeliveryFilter & { now: number; ids?: readonly number[] }): Promise<number>;
  /** Forgets finished deliveries that were made before, with their log. @returns how many; call again while it is `limit` */
  pruneDeliveries(query: { before: number; limit: number }): Promise<number>;
}

/** Counting goes no further: nobody reads the difference, and everybody would wait for it. */
export const MAX_COUNTED = 10_000;

export interface NewDelivery {
  readonly webhookId: string;
  readonly outboxId: number;
  readonly eventId: string;
  readonly eventType: string;
  /** What an ordered webhook keeps in order: the conversation; `null` for none. */
  readonly subject: string | null;
}

/**
 * `pending`: not tried yet, or tried again at once. `failed`: will be tried again. `exhausted`: given up.
 * `skipped_disabled`: the webhook was off.
 */
export type DeliveryState = 'pending' | 'delivered' | 'failed' | 'exhausted' | 'skipped_disabled';

export interface DeliveryClaim {
  readonly now: number;
  readonly leaseMs: number;
  /** Names the lease. */
  readonly token: string;
  readonly limit: number;
  /** @returns how many of this webhook may be taken now */
  readonly slotsOf: (webhook: Pick<Webhook, 'id' | 'ratePerMinute'>) => number;
}

export interface ClaimedDelivery {
  readonly id: number;
  readonly webhook: Webhook;
  readonly eventId: string;
  readonly eventType: string;
  /** JSON text, the same in every attempt. */
  readonly body: string;
  /** Since its schedule began, this one included. */
  readonly attempts: number;
}

export interface FinishedAttempt {
  readonly deliveryId: number;
  readonly webhookId: string;
  readonly token: string;
  readonly attempt: DeliveryAttempt;
  readonly next: { readonly state: 'delivered' | 'exhausted' } | { readonly state: 'failed'; readonly dueAt: number };
  /** Switches the webhook off. */
  readonly disable: 'gone' | null;
}

export interface DeliveryAttempt {
  readonly at: number;
  readonly url: string;
  /** As sent, without signatures and without the values of custom headers. */
  readonly requestHeaders: Readonly<Record<string, string>>;
  /** `null` when there was no answer. */
  readonly statusCode: number | null;
  readonly error: AttemptError | null;
  readonly durationMs: number;
  /** The first 20 kB. */
  readonly response: string;
}

export interface Delivery {
  readonly id: number;
  readonly webhookId: string;
  readonly eventId: string;
  readonly eventType: string;
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly createdAt: number;
  /** `null` when it is not waiting. */
  readonly nextAttemptAt: number | null;
  readonly lastStatusCode: number | null;
  readonly lastError: AttemptError | null;
}

export interface DeliveryFilter {
  readonly workspaceId: string;
  readonly webhookId?: string;
  readonly state?: DeliveryState;
  readonly eventType?: string;
  /** Of the last attempt: 2 for 200 to 299, and so on; 0 for no answer. */
  readonly statusClass?: number;
  /** When it was made: from, inclusive, to, exclusive. */
  readonly from?: number;
  readonly to?: number;
}

export interface DeliveryQuery extends DeliveryFilter {
  /** `next` of the page before. */
  readonly before?: number;
  readonly offset?: number;
  readonly limit: number;
}

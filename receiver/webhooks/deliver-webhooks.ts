import { randomUUID } from 'node:crypto';
import type { Dispatcher } from 'undici';
import type { WakingLoop } from '../inbox/waking-loop.ts';
import { GroupCommit } from '../ingest/group-commit.ts';
import { describeError, log } from '../log.ts';
import type { PassingBodies } from '../outbox/passing-bodies.ts';
import type { Store } from '../store/store.ts';
import type { Webhook } from '../store/webhook-store.ts';
import type { ClaimedDelivery, FinishedAttempt } from '../store/webhook-delivery-store.ts';
import { outcomeOfAttempt } from './attempt-outcome.ts';
import { Capacity } from './capacity.ts';
import { payloadOf } from './payload.ts';
import { nextWaitMs } from './retry-schedule.ts';
import { type AttemptResult, sendAttempt } from './send-attempt.ts';
import { DeliverySigner } from './sign-delivery.ts';

/** Longer than any attempt may take: after that its receiver is taken for dead. */
const LEASE_MS = 60_000;
/** Docs/protocol.md, section 4: both have to hold. */
const AUTO_DISABLE = { afterMs: 5 * 86_400_000, failures: 20 };
/** How long a stop waits for the attempts under way; what is not answered by then is sent again after the next start. */
const STOP_WAIT_MS = 5_000;

const CONTENT_GONE: AttemptResult = { kind: 'failure', error: 'content_gone', durationMs: 0 };

export interface DelivererParts {
  readonly store: Store;
  readonly agent: Dispatcher;
  readonly passing: PassingBodies;
  /** Milliseconds between attempts. */
  readonly schedule: readonly number[];
  readonly clock: () => number;
  /** From 0 to 1. */
  readonly random: () => number;
  /** Told that the outbox has something new. */
  readonly onOutbox: () => void;
}

/**
 * Sends what is due, at least once each. A delivery is claimed under a lease before it is sent and recorded after; a receiver
 * that dies in between sends it again.
 */
export class WebhookDeliverer {
  readonly #parts: DelivererParts;
  readonly #capacity = new Capacity();
  readonly #signer = new DeliverySigner();
  readonly #token = randomUUID();
  readonly #underWay = new Set<Promise<void>>();
  readonly #commits: GroupCommit<FinishedAttempt, null>;
  #loop: Pick<WakingLoop, 'wake'> | null = null;
  #isStopped = false;

  constructor(parts: DelivererParts) {
    this.#parts = parts;
    this.#commits = new GroupCommit(async (attempts) => {
      await parts.store.finishAttempts(attempts, AUTO_DISABLE);
      return attempts.map(() => null);
    });
  }

  /** The loop that runs `pass`; an attempt that ends makes room for another. */
  wakes(loop: Pick<WakingLoop, 'wake'>): void {
    this.#loop = loop;
  }

  /** Begins as many attempts as there is room for. @returns when the next is due */
  async pass(now: number): Promise<number | null> {
    const { store } = this.#parts;
    const capacity = this.#capacity;
    const claimed = await store.claimDeliveries({
      now,
      leaseMs: LEASE_MS,
      token: this.#token,
      limit: capacity.free,
      slotsOf: (webhook) => capacity.slotsOf(webhook, now),
    });
    for (const delivery of claimed) this.#begin(delivery, now);
    // An attempt that ends wakes the loop by itself.
    if (capacity.free === 0) return null;
    const dueAt = await store.nextDeliveryDueAt((id) => capacity.isFull(id, now));
    const tokenAt = capacity.nextTokenAt(now);
    return dueAt === null || tokenAt === null ? (dueAt ?? tokenAt) : Math.min(dueAt, tokenAt);
  }

  /** Waits for what is under way, but not for long. */
  async stop(): Promise<void> {
    const { promise: late, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, STOP_WAIT_MS);
    await Promise.race([Promise.all(this.#underWay), late]);
    clearTimeout(timer);
    this.#isStopped = true;
    await this.#commits.drain();
  }

  #begin(delivery: ClaimedDelivery, now: number): void {
    this.#capacity.begin(delivery.webhook, now);
    const work = this.#attempt(delivery).catch((error: unknown) => {
      // The lease brings it back.
      log.error('webhook_attempt_failed', { delivery: delivery.id, ...describeError(error) });
      this.#capacity.end(delivery.webhook.id, false);
    });
    this.#underWay.add(work);
    void work.finally(() => {
      this.#underWay.delete(work);
      this.#loop?.wake();
    });
  }

  async #attempt(delivery: ClaimedDelivery): Promise<void> {
    const { clock, passing } = this.#parts;
    const { webhook, eventId } = delivery;
    const at = clock();
    const event = passing.complete(delivery.body);
    const { result, requestHeaders } = event.isGone
      ? { result: CONTENT_GONE, requestHeaders: {} }
      : await this.#send(webhook, { payload: event.payload, eventId, now: at });
    // Too late to be recorded: it is sent again after the next start.
    if (this.#isStopped) return;
    const { url } = webhook;
    const finished = this.#judge(delivery, result, { at, url, requestHeaders, isRenderOnly: event.isRenderOnly });
    this.#capacity.end(webhook.id, event.isGone ? null : finished.next.state === 'delivered');
    this.#loop?.wake();
    await this.#commits.submit(finished);
    if (finished.next.state !== 'delivered') this.#parts.onOutbox();
  }

  async #send(webhook: Webhook, { payload: event, eventId, now }: { payload: string; eventId: string; now: number }) {
    const payload = await payloadOf(webhook, event);
    const headers = this.#signer.sign(webhook, { ...payload, eventId, now });
    const { url, timeoutMs } = webhook;
    const request = { url, headers: headers.sent, body: payload.body, timeoutMs };
    return { result: await sendAttempt(this.#parts.agent, request), requestHeaders: headers.logged };
  }

  #judge(
    { id: deliveryId, webhook, attempts }: ClaimedDelivery,
    result: AttemptResult,
    {
      isRenderOnly,
      ...sent
    }: { at: number; url: string; requestHeaders: Readonly<Record<string, string>>; isRenderOnly: boolean },
  ): FinishedAttempt {
    const { schedule, clock, random } = this.#parts;
    const outcome = outcomeOfAttempt(result, clock());
    // What is render only is tried once, and a target may answer with what it was sent.
    const waitMs =
      outcome.kind === 'retry' && !isRenderOnly
        ? nextWaitMs(schedule, attempts, { askedMs: outcome.askedMs, random: random() })
        : null;
    const isAnswer = result.kind === 'answer';
    return {
      deliveryId,
      webhookId: webhook.id,
      token: this.#token,
      attempt: {
        ...sent,
        statusCode: isAnswer ? result.status : null,
        error: isAnswer ? null : result.error,
        durationMs: result.durationMs,
        response: isAnswer && !isRenderOnly ? result.response : '',
      },
      next:
        waitMs === null
          ? { state: outcome.kind === 'delivered' ? 'delivered' : 'exhausted' }
          : { state: 'failed', dueAt: clock() + waitMs },
      disable: outcome.kind === 'gone' ? 'gone' : null,
    };
  }
}

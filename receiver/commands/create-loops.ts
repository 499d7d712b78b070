import type { BlobFiles } from '../blobs/blob-files.ts';
import { createAgents } from '../agents/agents.ts';
import { createEndingPass } from '../conversations/end-conversations.ts';
import { createProjectionEffect } from '../conversations/project-ingest.ts';
import { Vault } from '../conversations/vault.ts';
import { createNotePass } from '../conversations/write-notes.ts';
import { WakingLoop } from '../inbox/waking-loop.ts';
import { createRetentionPass } from '../inbox/retention.ts';
import { createOutsidePass } from '../inbox/watch-outside.ts';
import { createInboxPass } from '../inbox/worker.ts';
import { Bell } from '../outbox/bell.ts';
import { PassingBodies } from '../outbox/passing-bodies.ts';
import type { Settings } from '../settings.ts';
import type { Store } from '../store/store.ts';
import { createWebhooks } from '../webhooks/webhooks.ts';

const MINUTE_MS = 60_000;

export interface Loops {
  /** Says that events were accepted. Cheap. */
  readonly wakeInbox: () => void;
  /** Rings when the outbox has something new. */
  readonly bell: Bell;
  /** Content that is not kept, on its way. */
  readonly passing: PassingBodies;
  /** Says that the outbox may have something new. Cheap. */
  readonly onOutbox: () => void;
  /** Says that there may be a webhook to send. Cheap. */
  readonly wakeWebhooks: () => void;
  /** Says that an agent may have something to do. Cheap. */
  readonly wakeAgents: () => void;
  /** Starts on what an earlier run left behind. */
  readonly wakeAll: () => void;
  /** Lets what is under way come to its end. */
  stop(): Promise<void>;
}

/** The work behind the requests: inbox to conversations, conversations to notes and endings, the outbox to webhooks. */
export function createLoops(
  { store, files }: { store: Store; files: BlobFiles },
  settings: Settings,
  clock: () => number,
): Loops {
  const bell = new Bell();
  const passing = new PassingBodies(clock);
  const webhooks = createWebhooks({ store, settings, clock, passing, onOutbox: bell.ring });
  const idleMs = settings.conversationIdleMinutes * MINUTE_MS;
  const agents = createAgents({ store, settings, clock, idleMs, onChat: () => onChat() });
  const onOutbox = () => {
    webhooks.wake();
    agents.wake();
    bell.ring();
  };
  const vault = new Vault(settings.vaultDir);
  const notes = new WakingLoop('notes', createNotePass({ store, vault, clock, onOutbox }), clock);
  const endings = new WakingLoop('endings', createEndingPass(store, onOutbox), clock);
  const onChat = () => {
    notes.wake();
    endings.wake();
    onOutbox();
  };
  const effect = createProjectionEffect({ store, idleMs, files });
  const inbox = new WakingLoop('inbox', createInboxPass({ store, effect, onDone: onChat }), clock);
  const retention = new WakingLoop('retention', createRetentionPass(store, settings.retentionDays), clock);
  const wake = () => {
    inbox.wake();
    onChat();
    retention.wake();
  };
  const outside = new WakingLoop('outside', createOutsidePass(store, wake), clock);
  return {
    wakeInbox: () => inbox.wake(),
    bell,
    passing,
    onOutbox,
    wakeWebhooks: webhooks.wake,
    wakeAgents: agents.wake,
    wakeAll: () => {
      wake();
      outside.wake();
    },
    stop: async () => {
      for (const loop of [outside, inbox, notes, endings, retention, webhooks, agents]) await loop.stop();
    },
  };
}

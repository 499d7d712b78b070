const CONVERSATION = {
  conversation_id: 'conv_0f3a5c7e9b1d2f4a6c8e0b2d4f6a8c0e',
  session_id: '68f0c1d2-8a3c-8321-9d1e-5b6f7a8c9d0e',
  source: 'chatgpt',
  title: 'Green tea',
  url: 'https://chatgpt.com/c/68f0c1d2-8a3c-8321-9d1e-5b6f7a8c9d0e',
};
const PROMPT = {
  id: 'm1',
  parent_id: null,
  index: 0,
  role: 'user',
  content: 'How long does green tea steep?',
  reasoning: null,
  timestamp: '2026-11-21T09:29:30.000Z',
  model: null,
  attachments: [],
  citations: [],
};
const ANSWER = {
  ...PROMPT,
  id: 'm2',
  parent_id: 'm1',
  index: 1,
  role: 'assistant',
  content: 'Two to three minutes at 75 °C.',
  timestamp: '2026-11-21T09:29:41.000Z',
  model: 'gpt-5',
};
const USER = { user_id: 'usr_5f2e8c1a9b3d7f6e40', name: 'Ann' };
const DOCUMENT = { document_id: CONVERSATION.conversation_id, ...CONVERSATION, labels: ['tea'] };

/**
 * The events that this receiver writes into its outbox, besides `webhook.{source}.{slug}` for everything that came in
 * (docs/receiver.md). `sample` is the event's `data`.
 */
export const EVENT_TYPES = [
  {
    type: 'chat.conversation.started',
    title: 'Conversation started',
    description: 'A conversation was captured for the first time.',
    sample: { ...CONVERSATION, labels: ['tea'], created_at: '2026-11-21T09:29:30.000Z' },
  },
  {
    type: 'chat.message',
    title: 'Message',
    description: 'A message of the current branch is new (change: added) or different (change: changed).',
    sample: { ...CONVERSATION, change: 'added', message: PROMPT },
  },
  {
    type: 'chat.response.generated',
    title: 'Answer',
    description: 'A new answer of an assistant.',
    sample: { ...CONVERSATION, message: ANSWER },
  },
  {
    type: 'chat.conversation.ended',
    title: 'Conversation ended',
    description:
      'Nothing was added to a conversation for 30 minutes (a setting). Comes again each time it was gone on with.',
    sample: {
      ...CONVERSATION,
      labels: ['tea'],
      message_count: 2,
      created_at: '2026-11-21T09:29:30.000Z',
      updated_at: '2026-11-21T09:30:00.000Z',
    },
  },
  {
    type: 'document.uploaded',
    title: 'Note begun',
    description: 'A conversation was captured for the first time; its note is about to be written.',
    sample: DOCUMENT,
  },
  {
    type: 'document.processed',
    title: 'Note written',
    description: 'The note of a conversation was written for the first time. path is relative to the vault.',
    sample: { ...DOCUMENT, path: 'ChatGPT/Green tea.md' },
  },
  {
    type: 'document.updated',
    title: 'Note updated',
    description: 'The note of a conversation was brought up to date. path is relative to the vault.',
    sample: { ...DOCUMENT, path: 'ChatGPT/Green tea.md' },
  },
  {
    type: 'document.failed',
    title: 'Note failed',
    description: 'The note cannot be written. It is tried again; said once for each state of the conversation.',
    sample: { ...DOCUMENT, error: 'The vault folder is read-only.' },
  },
  {
    type: 'webhook.test',
    title: 'Webhook test',
    description: 'Somebody asked whether a webhook works. Sent to that webhook alone, whatever it listens for.',
    sample: { webhook_id: 'wh_5f2e8c', message: 'It works.' },
  },
  {
    type: 'webhook.disabled',
    title: 'Webhook switched off',
    description: 'An outgoing webhook was switched off, because its target is gone (410) or failed for days.',
    sample: { webhook_id: 'wh_5f2e8c', name: 'Automation', url: 'https://example.com/hook', reason: 'gone' },
  },
  {
    type: 'workspace.user.added',
    title: 'User added to workspace',
    description: 'Somebody accepted an invitation and is a member of the workspace.',
    sample: { ...USER, role: 'member' },
  },
  {
    type: 'workspace.user.role_changed',
    title: 'Role of user changed',
    description: 'A member of the workspace has another role.',
    sample: { ...USER, role: 'owner' },
  },
  {
    type: 'workspace.user.removed',
    title: 'User removed from workspace',
    description: 'Somebody is a member of the workspace no longer; role is the one until then.',
    sample: { ...USER, role: 'member' },
  },
  {
    type: 'user.created',
    title: 'User registered',
    description: 'Somebody new chose a name and a password with an invitation to this workspace.',
    sample: USER,
  },
  {
    type: 'user.updated',
    title: 'User profile updated',
    description: 'A member of the workspace changed their name.',
    sample: USER,
  },
  {
    type: 'user.login',
    title: 'User logged in',
    description: 'A member of the workspace signed in to the console.',
    sample: USER,
  },
  {
    type: 'user.logout',
    title: 'User logged out',
    description: 'A member of the workspace signed out of the console.',
    sample: USER,
  },
] as const satisfies readonly EventType[];

interface EventType {
  readonly type: string;
  /** For people. */
  readonly title: string;
  readonly description: string;
  readonly sample: Readonly<Record<string, unknown>>;
}

/** A type of `EVENT_TYPES`, or the topic of something that came in. */
export type OutboxEventType = (typeof EVENT_TYPES)[number]['type'] | `webhook.${string}.${string}`;

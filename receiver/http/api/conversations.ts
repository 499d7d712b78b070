import { z } from 'zod';
import { attachmentSchema, citationSchema, completenessSchema, roleSchema } from '../../../lib/protocol/event.ts';
import type { StoredConversation, StoredMessage } from '../../conversations/conversation.ts';
import { composeNote } from '../../conversations/note.ts';
import { foldText, type LibraryPosition, type LibraryQuery, type LibraryStore } from '../../store/library-store.ts';
import { answerError } from '../answers.ts';
import { limitSchema, pageSchema } from './page.ts';
import { type ApiRoute, defineRoute } from './route.ts';

const CONVERSATIONS = '/api/v1/workspaces/{ws}/conversations';
/** A search looks at so many conversations at a time, and lets other requests have their turn in between. */
const LOOK_AT = 20;
/** And then gives what it has, with a cursor to go on from. */
const MAX_LOOKS = 100;

const conversationItemSchema = z.object({
  id: z.string(),
  source: z.string(),
  session_id: z.string(),
  title: z.string(),
  url: z.string().nullable(),
  labels: z.array(z.string()),
  models: z.array(z.string()),
  message_count: z.int(),
  completeness: completenessSchema,
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
});

const messageSchema = z.object({
  id: z.string(),
  parent_id: z.string().nullable(),
  index: z.int(),
  role: roleSchema,
  content: z.string(),
  reasoning: z.string().nullable(),
  timestamp: z.string().nullable(),
  model: z.string().nullable(),
  attachments: z.array(attachmentSchema),
  citations: z.array(citationSchema),
});

const cursorSchema = z.string().transform((text, context): LibraryPosition => {
  const told = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z) (\S+)$/.exec(Buffer.from(text, 'base64url').toString());
  if (!told) context.addIssue('must be the "next" of the page before');
  const [, updatedAt = '', id = ''] = told ?? [];
  return { updatedAt, id };
});

/** Reading conversations back (docs/protocol.md, section 6). */
export function createConversationRoutes(store: LibraryStore): readonly ApiRoute[] {
  return [listRoute(store), showRoute(store), noteRoute(store)];
}

function listRoute(store: LibraryStore): ApiRoute {
  return defineRoute({
    method: 'GET',
    path: CONVERSATIONS,
    scope: 'read',
    summary: 'Conversations, those that changed last first; "query": words that all stand in title or messages',
    query: z.object({
      query: z.string().max(200).optional(),
      source: z.string().optional(),
      after: cursorSchema.optional(),
      limit: limitSchema,
    }),
    answer: {
      status: 200,
      description: 'One page; of a search it may hold fewer than "limit", or none, and still have a "next"',
      schema: pageSchema(conversationItemSchema),
    },
    handle: async ({ c, workspaceId, query: { query = '', source, after, limit } }) => {
      const words = foldText(query).split(/\s+/).filter(Boolean);
      const page = await search(store, { workspaceId, source, words, after, limit });
      return c.json({ items: page.items.map(toConversationItem), next: page.next && cursorOf(page.next) });
    },
  });
}

function showRoute(store: LibraryStore): ApiRoute {
  return defineRoute({
    method: 'GET',
    path: `${CONVERSATIONS}/{id}`,
    scope: 'read',
    summary: 'One conversation with its messages in order',
    answer: {
      status: 200,
      description: 'The conversation',
      schema: conversationItemSchema.extend({ messages: z.array(messageSchema) }),
    },
    handle: async ({ c, workspaceId }) => {
      const found = await store.findConversation(workspaceId, c.req.param('id') ?? '');
      if (!found) return answerError(c, 'not_found');
      return c.json({ ...toConversationItem(found.conversation), messages: found.messages.map(toMessage) });
    },
  });
}

function noteRoute(store: LibraryStore): ApiRoute {
  return defineRoute({
    method: 'GET',
    path: `${CONVERSATIONS}/{id}/note`,
    scope: 'read',
    summary: 'A conversation as a Markdown note; what somebody wrote into its file in the vault is not in it',
    answer: { status: 200, description: 'The note', mediaType: 'text/markdown' },
    handle: async ({ c, workspaceId }) => {
      const found = await store.findConversation(workspaceId, c.req.param('id') ?? '');
      if (!found) return answerError(c, 'not_found');
      const note = composeNote(null, found.conversation, found.messages);
      return c.body(note, 200, { 'Content-Type': 'text/markdown; charset=utf-8', 'X-Content-Type-Options': 'nosniff' });
    },
  });
}

/** A page of what matches, from as many looks as it takes. */
async function search(store: LibraryStore, query: LibraryQuery) {
  if (query.words.length === 0) return store.listConversations(query);
  const items: StoredConversation[] = [];
  let next = query.after ?? null;
  for (let looks = 0; looks < MAX_LOOKS; looks += 1) {
    const limit = Math.min(LOOK_AT, query.limit - items.length);
    const looked = await store.listConversations({ ...query, after: next ?? undefined, limit });
    items.push(...looked.items);
    next = looked.next;
    if (next === null || items.length === query.limit) break;
    await new Promise((resolve) => setImmediate(resolve));
  }
  return { items, next };
}

function cursorOf({ updatedAt, id }: LibraryPosition): string {
  return Buffer.from(`${updatedAt} ${id}`).toString('base64url');
}

function toConversationItem(conversation: StoredConversation): z.infer<typeof conversationItemSchema> {
  return {
    id: conversation.id,
    source: conversation.source,
    session_id: conversation.sessionId,
    title: conversation.title,
    url: conversation.url,
    labels: [...conversation.labels],
    models: [...conversation.models],
    message_count: conversation.messageCount,
    completeness: conversation.completeness,
    created_at: conversation.createdAt,
    updated_at: conversation.updatedAt,
  };
}

function toMessage(message: StoredMessage): z.infer<typeof messageSchema> {
  return {
    id: message.id,
    parent_id: message.parentId,
    index: message.index,
    role: message.role,
    content: message.content,
    reasoning: message.reasoning,
    timestamp: message.timestamp,
    model: message.model,
    attachments: [...message.attachments],
    citations: [...message.citations],
  };
}

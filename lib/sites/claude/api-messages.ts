import type { Branch, Message } from '../../protocol/event.ts';
import { chained, distinct } from '../api-chain.ts';
import { FIRST_REPLY, firstReply, sideBranches } from './api-branch.ts';
import { Documents } from './api-documents.ts';
import { pastedText, type Place, uploads } from './api-files.ts';
import { readParts } from './api-parts.ts';
import type { Tree, TreeMessage } from './api-tree.ts';

/** RFC 3339 with seconds and a zone, as the protocol asks. */
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;
/** The first accounts saw the page that names first answers after their prompts on this day; older answers keep their own id there. */
const FIRST_REPLY_SINCE = Date.parse('2026-10-03T00:00:00Z');

/** Why an answer ends where it ends, when that is not its own end. */
const STOP_NOTES: Readonly<Record<string, string>> = {
  user_canceled: '*Stopped by the user.*',
  user_canceled_for_queued_message: '*Stopped by the user.*',
  max_tokens: '*Cut off at the length limit.*',
  error: '*Ended with an error.*',
};

export interface TreeReading {
  readonly messages: Message[];
  readonly branches: Branch[];
}

/** The messages of the current branch, and what was said beside it. */
export function readTree(tree: Tree, current: readonly TreeMessage[], place: Place): TreeReading {
  const reader = new TreeReader(tree, place);
  const messages = reader.read(null, current);
  const branches = sideBranches(tree, current).map((branch) => {
    const read = reader.read(branch.parent, branch.messages);
    return { parent_id: read[0]?.parent_id ?? null, messages: read };
  });
  return { messages, branches };
}

/** Reads branch after branch; each goes on from what its parent's branch left behind. */
class TreeReader {
  readonly #tree: Tree;
  readonly #place: Place;
  readonly #documentsAfter = new Map<TreeMessage, Documents>();
  /** What is delivered of a message, else of the one before it. */
  readonly #deliveredUpTo = new Map<TreeMessage, Message | null>();

  constructor(tree: Tree, place: Place) {
    this.#tree = tree;
    this.#place = place;
  }

  read(parent: TreeMessage | null, branch: readonly TreeMessage[]): Message[] {
    const documents = new Documents(parent ? this.#documentsAfter.get(parent) : undefined);
    const drafts = branch.map((message) => {
      const draft = readMessage(message, documents, this.#place);
      if ((this.#tree.children.get(message.id)?.length ?? 0) > 1)
        this.#documentsAfter.set(message, new Documents(documents));
      return { ...draft, id: this.#idOf(message) };
    });
    const before = (parent && this.#deliveredUpTo.get(parent)) ?? null;
    const delivered = chained(
      drafts.map((draft, at) => withDocuments(draft, documents, branch[at])),
      before,
    );
    this.#remember(branch, delivered, before);
    return delivered;
  }

  #remember(branch: readonly TreeMessage[], delivered: readonly Message[], before: Message | null): void {
    const byId = new Map(delivered.map((message) => [message.id, message]));
    let last = before;
    for (const message of branch) {
      last = byId.get(this.#idOf(message)) ?? last;
      this.#deliveredUpTo.set(message, last);
    }
  }

  /** As the page calls the message, so that both kinds of reading name it alike. */
  #idOf(message: TreeMessage): string {
    const prompt = (message.parentId && this.#tree.byId.get(message.parentId)) || null;
    const isNamedByPrompt = prompt !== null && Date.parse(prompt.createdAt) >= FIRST_REPLY_SINCE;
    return isNamedByPrompt && firstReply(this.#tree, prompt) === message ? prompt.id + FIRST_REPLY : message.id;
  }
}

function readMessage(message: TreeMessage, documents: Documents, place: Place): Message {
  if (message.role === 'system') return { role: 'system', content: '' };
  const { texts, reasoning, citations, attachments } = readParts(message, documents, place);
  const note = message.role === 'assistant' ? STOP_NOTES[message.stopReason] : undefined;
  const files = [...message.attachments.map(pastedText), ...uploads(message.files, place), ...attachments];
  // Beside the answer, not in it: the page ends where the words end.
  const thoughts = [...reasoning, note].filter(Boolean).join('\n\n');
  return {
    role: message.role,
    content: texts.filter(Boolean).join('\n\n'),
    ...(INSTANT.test(message.createdAt) ? { timestamp: message.createdAt } : {}),
    ...(message.role === 'assistant' && message.model !== '' ? { model: message.model } : {}),
    ...(thoughts === '' ? {} : { reasoning: thoughts }),
    ...(citations.length === 0 ? {} : { citations: distinct(citations) }),
    ...(files.length === 0 ? {} : { attachments: files }),
  };
}

/** A document travels once, with its final text, on the message that changed it last. */
function withDocuments(draft: Message, documents: Documents, message: TreeMessage | undefined): Message {
  const written = message ? documents.lastChangedBy(message.id) : [];
  return written.length === 0 ? draft : { ...draft, attachments: [...(draft.attachments ?? []), ...written] };
}

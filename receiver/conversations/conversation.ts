import type { Attachment, Citation, Completeness, Role } from '../../lib/protocol/event.ts';

/** A conversation as the receiver keeps it: what all its captures together say. Times are RFC 3339, UTC. */
export interface StoredConversation {
  readonly id: string;
  readonly workspaceId: string;
  readonly source: string;
  readonly sessionId: string;
  readonly title: string;
  readonly url: string | null;
  readonly labels: readonly string[];
  /** In the order of their first use. */
  readonly models: readonly string[];
  readonly messageCount: number;
  readonly completeness: Completeness;
  /** Of the first message where the site tells it, else of the first capture. */
  readonly createdAt: string;
  /** Of the last event that changed it. */
  readonly updatedAt: string;
}

export interface StoredMessage {
  readonly id: string;
  readonly parentId: string | null;
  /** Position in the conversation, from 0. */
  readonly index: number;
  readonly role: Role;
  /** Markdown. */
  readonly content: string;
  readonly reasoning: string | null;
  readonly timestamp: string | null;
  readonly model: string | null;
  readonly attachments: readonly Attachment[];
  readonly citations: readonly Citation[];
}

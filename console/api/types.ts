import type { Attachment, Citation, Completeness, Role as MessageRole } from '../../lib/protocol/event.ts';

/** What the API answers, as docs/openapi.json describes it. Times are RFC 3339. */

export type Role = 'owner' | 'member' | 'viewer';

export interface Session {
  user: { id: string; name: string; is_operator: boolean; has_password: boolean };
  csrf_token: string;
  is_by_link: boolean;
  workspaces: WorkspaceRole[];
}

export interface WorkspaceRole {
  id: string;
  name: string;
  role: Role;
}

export interface Page<Item> {
  items: Item[];
  next: string | null;
}

export interface Overview {
  events_per_hour: { from: string; count: number }[];
  deliveries: { delivered: number; failed: number; waiting: number };
  events_waiting: number;
  events_parked: number;
  notes_failing: number;
  disk: { database_bytes: number; free_bytes: number } | null;
}

export interface ConversationItem {
  id: string;
  source: string;
  session_id: string;
  title: string;
  url: string | null;
  labels: string[];
  models: string[];
  message_count: number;
  completeness: Completeness;
  created_at: string;
  updated_at: string;
}

export interface Conversation extends ConversationItem {
  messages: Message[];
}

export interface Message {
  id: string;
  parent_id: string | null;
  index: number;
  role: MessageRole;
  content: string;
  reasoning: string | null;
  timestamp: string | null;
  model: string | null;
  attachments: Attachment[];
  citations: Citation[];
}

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
  /** A cursor; `null` on the last page. */
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

export interface EventType {
  type: string;
  title: string;
  description: string;
}

export interface Webhook {
  id: string;
  name: string;
  url: string;
  event_types: string[];
  active: boolean;
  description: string;
  timeout_seconds: number;
  rate_per_minute: number;
  header_names: string[];
  fields: Record<string, unknown> | null;
  ordered: boolean;
  created_at: string;
  updated_at: string;
  disabled_at: string | null;
  disabled_reason: 'gone' | 'failing' | 'by_hand' | null;
  failing_since: string | null;
  failures: number;
  previous_secret_until: string | null;
  encryption_key_id: string | null;
}

export const DELIVERY_STATES = ['pending', 'delivered', 'failed', 'exhausted', 'skipped_disabled'] as const;

export interface Attempt {
  at: string;
  status_code: number | null;
  duration_ms: number;
  error: string | null;
}

export interface Delivery {
  id: string;
  event_id: string;
  event_type: string;
  status: (typeof DELIVERY_STATES)[number];
  attempts: Attempt[];
  created_at: string;
  next_attempt_at: string | null;
}

export interface DeliveryDetail extends Delivery {
  attempts: (Attempt & { url: string; request_headers: Record<string, string>; response: string })[];
  body: unknown;
}

export const INBOX_STATES = ['pending', 'done', 'failed', 'parked'] as const;

export interface InboxEvent {
  id: string;
  event_id: string;
  source: string;
  source_kind: string;
  event_type: string;
  source_identifier: string | null;
  dedupe_key: string | null;
  verified: boolean;
  state: (typeof INBOX_STATES)[number];
  attempts: number;
  error: string | null;
  received_at: string;
}

export interface InboxEventDetail extends InboxEvent {
  headers: Record<string, string>;
  body: unknown;
}

export interface Agent {
  id: string;
  name: string;
  roles: string[];
  base_url: string;
  model: string;
  has_api_key: boolean;
  system_prompt: string;
  accepts_unverified: boolean;
  active: boolean;
  timeout_seconds: number;
}

export const RUN_STATES = ['queued', 'running', 'done', 'failed'] as const;

export interface Run {
  id: string;
  agent_id: string;
  event_id: string;
  role: string;
  state: (typeof RUN_STATES)[number];
  attempts: number;
  conversation_id: string;
  error: string | null;
  status_code: number | null;
  prompt_tokens: number | null;
  completion_tokens: number | null;
  duration_ms: number | null;
  created_at: string;
}

/** A browser, a key that requests are signed with, or a token of the API. */
export interface Credential {
  id: string;
  name: string;
  created_at: string;
  revoked_at: string | null;
  last_used_at: string | null;
}

export interface SigningKey extends Credential {
  source: string | null;
  kind: 'workspace' | 'device';
  expires_at: string | null;
}

export interface Token extends Credential {
  scopes: string[];
}

export interface Workspace {
  id: string;
  name: string;
  render_only: boolean;
  retention_days: number | null;
  conversation_idle_minutes: number | null;
}

export interface Source {
  source: string;
  scheme: string | null;
  policy: 'compat' | 'strict';
  pinned: boolean;
  last_seen_at: string | null;
  has_secret: boolean;
  allowed_addresses: string[] | null;
}

export interface Member {
  id: string;
  name: string;
  role: Role;
  joined_at: string;
}

export interface Invitation {
  id: string;
  role: Role;
  note: string;
  created_at: string;
  expires_at: string;
}

export interface OwnSession {
  id: string;
  is_current: boolean;
  is_by_link: boolean;
  created_at: string;
  last_used_at: string;
}

export interface LoggedRefusal {
  id: string;
  at: string;
  path: string;
  error: string;
  detail: string;
  verified: boolean;
  address: string;
  user_agent: string;
}

export interface LoggedAction {
  id: string;
  at: string;
  actor_kind: 'operator' | 'token' | 'user' | 'nobody';
  actor_name: string;
  action: string;
  target: string;
}

export interface Inspector {
  id: string;
  path: string;
  created_at: string;
  expires_at: string;
}

export interface InspectedRequest {
  id: string;
  at: string;
  method: string;
  query: string;
  address: string;
  bytes: number | null;
}

export interface Finding {
  route: 'signed' | 'generic';
  source: string;
  outcome: 'taken' | 'challenge' | 'refused';
  scheme: string | null;
  proof: string | null;
  topic: string | null;
  error: string | null;
  details: object;
}

export interface InspectedRequestDetail extends InspectedRequest {
  headers: { name: string; value: string }[];
  body_text: string | null;
  body_base64: string | null;
  findings: Finding[];
}

export interface SampleAnswer {
  path: string;
  headers: Record<string, string>;
  body: string;
  status: number;
  answer: unknown;
}

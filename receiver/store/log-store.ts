import type { ErrorCode } from '../../lib/protocol/answers.ts';

/** What was refused, and what people and scripts changed; a part of `Store`. Nothing of a body is in either. */
export interface LogStore {
  /** May be lost with a power cut. Of all that there are, the newest `keep` stay. */
  noteRefusals(refusals: readonly NewRefusal[], keep: number): Promise<void>;
  /** Newest first. @param workspaceId `null` for requests to workspaces that are not there */
  listRefusals(asked: LogPage): Promise<readonly LoggedRefusal[]>;
  noteAction(action: NewAction): Promise<void>;
  /** Newest first. @param workspaceId `null` for what is about none */
  listActions(asked: LogPage): Promise<readonly LoggedAction[]>;
}

export interface LogPage {
  readonly workspaceId: string | null;
  readonly beforeId?: number | undefined;
  readonly limit: number;
}

/** A request that was not taken. */
export interface NewRefusal {
  readonly at: number;
  /** As the address names it, whether it is there or not. */
  readonly workspaceId: string;
  /** Of the request's address. */
  readonly path: string;
  readonly error: ErrorCode;
  /** What of it is wrong, where the sender has shown that it knows the secret; `''` otherwise. */
  readonly detail: string;
  readonly isVerified: boolean;
  /** Where it came from. */
  readonly address: string;
  readonly userAgent: string;
}
export type LoggedRefusal = NewRefusal & { readonly id: number };

/** A change through the API that was made. */
export interface NewAction {
  readonly at: number;
  readonly workspaceId: string | null;
  readonly actorKind: 'operator' | 'token' | 'user' | 'nobody';
  readonly actorId: string;
  readonly actorName: string;
  /** Method and path of the route, `DELETE /api/v1/workspaces/{ws}/webhooks/{id}`. */
  readonly action: string;
  /** Path of the request. */
  readonly target: string;
}
export type LoggedAction = NewAction & { readonly id: number };

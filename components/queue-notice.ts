/** What the page of the queue says after something was done there. */
export type QueueNotice =
  /** `null` for all of them. */
  | { kind: 'retrying'; title: string | null }
  | { kind: 'discarded'; title: string }
  | { kind: 'under_way'; title: string }
  | { kind: 'exported'; count: number; fileName: string }
  | { kind: 'nothing_to_export' };

/** What could not be done, because the worker did not answer. */
export type QueueProblem = 'read' | 'retry' | 'discard' | 'export';

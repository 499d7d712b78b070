/** Counts for a glance at a workspace, each of them quick however much is stored; a part of `Store`. */
export interface OverviewStore {
  /** @param from UNIX milliseconds @returns events accepted since then by the hour, as hours since 1970; hours without any are missing */
  countEventsByHour(workspaceId: string, from: number): Promise<ReadonlyMap<number, number>>;
  /** How the last deliveries went. */
  countLastDeliveries(workspaceId: string, last: number): Promise<DeliveryCounts>;
  /** No further than `MAX_COUNT` each. */
  countWaiting(workspaceId: string): Promise<WaitingCounts>;
}

export const MAX_COUNT = 10_000;

export interface DeliveryCounts {
  readonly delivered: number;
  /** Will be tried again, was given up, or fell to a webhook that is off. */
  readonly failed: number;
  /** Not tried yet. */
  readonly waiting: number;
}

export interface WaitingCounts {
  readonly events: number;
  readonly parked: number;
  readonly failingNotes: number;
}

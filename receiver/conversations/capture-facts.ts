import type { BrainIngestEvent, Completeness } from '../../lib/protocol/event.ts';

/** What an event says about the capture it carries. */
export interface CaptureFacts {
  /** Time of the event, UNIX milliseconds. */
  readonly at: number;
  readonly completeness: Completeness;
  readonly isDelta: boolean;
  /** Length of the conversation as it was read; `null` when it is not told. */
  readonly totalMessages: number | null;
  readonly part: { readonly index: number; readonly count: number; readonly captureId: string };
}

/** A sender that says nothing of its capture (IntegrateWise's own fields alone) is taken to know nothing of completeness. */
export function readCaptureFacts(event: BrainIngestEvent): CaptureFacts {
  const { capture } = event.data;
  const part = capture?.part;
  return {
    at: Date.parse(event.timestamp),
    completeness: capture?.completeness ?? 'unknown',
    isDelta: capture?.snapshot === 'delta',
    totalMessages: capture?.total_messages ?? null,
    part: { index: part?.index ?? 0, count: part?.count ?? 1, captureId: part?.capture_id ?? event.event_id },
  };
}

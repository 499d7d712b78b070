/** Header names of the wire, lower case as `Headers` and Node give them (docs/protocol.md, section 1.1). */
export const HEADER = {
  iwSignature: 'x-iw-signature',
  iwTimestamp: 'x-iw-timestamp',
  iwKey: 'x-iw-idempotency-key',
  webhookId: 'webhook-id',
  webhookTimestamp: 'webhook-timestamp',
  webhookSignature: 'webhook-signature',
  replayed: 'idempotency-replayed',
} as const;

/** The six headers that authenticate a request; none of them may come twice. */
export const SECURITY_HEADERS = [
  HEADER.iwSignature,
  HEADER.iwTimestamp,
  HEADER.iwKey,
  HEADER.webhookId,
  HEADER.webhookTimestamp,
  HEADER.webhookSignature,
] as const;

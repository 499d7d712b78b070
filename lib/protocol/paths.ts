/** Addresses of the signed ingress (docs/protocol.md, sections 1, 1.6 and 1.7). `endpoint` has no trailing slash. */

export function ingestUrl(endpoint: string, workspaceId: string, source: string): string {
  return `${endpoint}/webhooks/v1/${workspaceId}/${source}`;
}

export function testUrl(endpoint: string): string {
  return `${endpoint}/webhooks/v1/test`;
}

/** @param digest SHA-256 of the bytes, 64 lower-case hex digits */
export function blobUrl(endpoint: string, workspaceId: string, digest: string): string {
  return `${endpoint}/webhooks/v1/${workspaceId}/blobs/${digest}`;
}

/** How an event points to a blob. @param digest as above */
export const blobRef = (digest: string) => `blob:sha256:${digest}`;

/** @returns the digest of a reference; `null` for any other text */
export function digestOfRef(ref: string): string | null {
  return /^blob:sha256:([0-9a-f]{64})$/.exec(ref)?.[1] ?? null;
}

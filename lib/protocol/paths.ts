/** Addresses of the signed ingress (docs/protocol.md, sections 1 and 1.7). `endpoint` has no trailing slash. */

export function ingestUrl(endpoint: string, workspaceId: string, source: string): string {
  return `${endpoint}/webhooks/v1/${workspaceId}/${source}`;
}

export function testUrl(endpoint: string): string {
  return `${endpoint}/webhooks/v1/test`;
}

/** What is known of large content; the bytes themselves lie in files. A part of `Store`. */
export interface BlobStore {
  /** Call it once the file is durable. @returns whether the blob is new to its workspace */
  recordBlob(blob: BlobRecord): Promise<boolean>;
  findBlob(workspaceId: string, digest: string): Promise<BlobRecord | null>;
}

export interface BlobRecord {
  readonly workspaceId: string;
  /** SHA-256, 64 lower-case hex digits. */
  readonly digest: string;
  readonly sizeBytes: number;
  /** As its sender called it. */
  readonly mimeType: string;
  readonly createdAt: number;
}

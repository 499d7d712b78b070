import { createHash } from 'node:crypto';
import type { SecurityHeaders } from '../../lib/protocol/security-headers.ts';
import type { BlobFiles, BlobUpload } from '../blobs/blob-files.ts';
import type { BlobStore } from '../store/blob-store.ts';
import { StoreFailure } from '../store/store-failure.ts';
import { IwVerifier } from '../verification/iw.ts';
import { type Refusal, refuse, refuseVerified } from './refusal.ts';
import { checkTime, type VerifyParts } from './verify-request.ts';

export interface BlobParts extends VerifyParts {
  readonly store: VerifyParts['store'] & BlobStore;
  readonly files: BlobFiles;
}

export interface BlobRequest {
  readonly workspaceId: string;
  /** Of the path: SHA-256, 64 lower-case hex digits. */
  readonly digest: string;
  readonly headers: SecurityHeaders;
  readonly mimeType: string;
  /** UNIX milliseconds. */
  readonly now: number;
}

/** Reads the body, hands it on piece by piece and says why not when it could not. */
export type ReadPieces = (
  take: (piece: Uint8Array) => Promise<void>,
) => Promise<{ ok: true; bytes: number } | Refusal | null>;

/**
 * Takes a blob (docs/protocol.md, section 1.6) without ever holding it in memory: each piece is hashed, signed with every key
 * and written to a file on its own, which is kept when all turns out right.
 * @returns whether it is new, and then durable; `null` when the sender went away
 * @throws StoreFailure when the disk or the database does not do its part
 */
export async function takeBlob(
  parts: BlobParts,
  request: BlobRequest,
  read: ReadPieces,
): Promise<{ ok: true; isNew: boolean } | Refusal | null> {
  const { live, fillers } = await parts.keyRing.find(request.workspaceId, null, request.now);
  const verifier = new IwVerifier(request.headers, [...live, ...fillers]);
  const hash = createHash('sha256');
  const isRenderOnly = (await parts.store.findWorkspace(request.workspaceId))?.settings.renderOnly === true;
  const upload = await onDisk(() => parts.files.begin());
  try {
    let failure: unknown = null;
    const received = await read(async (piece) => {
      verifier.update(piece);
      hash.update(piece);
      // Read on also when the disk is full, so that the sender gets to hear of it.
      if (failure === null && !isRenderOnly) await upload.write(piece).catch((error: unknown) => (failure = error));
    });
    if (!received?.ok) return received;
    const refusal = verifier.finish() ? checkBlob(parts, request, hash.digest('hex')) : refuse('invalid_signature');
    if (refusal) return refusal;
    // As where there is no such route: the sender then leaves its attachments as links.
    if (isRenderOnly) return refuseVerified('not_found');
    if (failure !== null) throw new StoreFailure('the disk failed', { cause: failure });
    return { ok: true, isNew: await keep(parts, request, { upload, bytes: received.bytes }) };
  } finally {
    await upload.close();
  }
}

/**
 * Whether a blob is stored, asked with a signature over the empty body.
 * @returns `isStored`, or why the question is not answered
 */
export async function findSignedBlob(
  parts: BlobParts,
  request: Omit<BlobRequest, 'mimeType'>,
): Promise<{ ok: true; isStored: boolean } | Refusal> {
  const { workspaceId, digest, headers, now } = request;
  const { live, fillers } = await parts.keyRing.find(workspaceId, null, now);
  if (!new IwVerifier(headers, [...live, ...fillers]).finish()) return refuse('invalid_signature');
  const refusal = checkBlob(parts, request, digest);
  return refusal ?? { ok: true, isStored: (await parts.store.findBlob(workspaceId, digest)) !== null };
}

/** What a verified sender is told. */
function checkBlob(
  parts: BlobParts,
  { headers, digest, now }: Omit<BlobRequest, 'mimeType'>,
  bytesDigest: string,
): Refusal | null {
  const late = checkTime(parts, headers.timestampSec, now);
  if (late) return late;
  if (headers.key !== digest || (headers.standard && headers.standard.id !== digest))
    return refuseVerified('id_mismatch');
  return bytesDigest === digest ? null : refuseVerified('digest_mismatch');
}

async function keep(
  { store, files }: BlobParts,
  { workspaceId, digest, mimeType, now }: BlobRequest,
  { upload, bytes }: { upload: BlobUpload; bytes: number },
): Promise<boolean> {
  if (await store.findBlob(workspaceId, digest)) return false;
  await onDisk(() => files.keep(upload, workspaceId, digest));
  return store.recordBlob({ workspaceId, digest, sizeBytes: bytes, mimeType, createdAt: now });
}

/** What goes wrong with a file is the disk's fault: it may be full, or read-only. */
async function onDisk<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw new StoreFailure('the disk failed', { cause: error });
  }
}

import { Readable } from 'node:stream';
import { BlobFiles, type BlobUpload } from '../../receiver/blobs/blob-files.ts';

/** Blobs without a disk, whose threads would answer in an order that no seed decides. */
export class MemoryBlobs extends BlobFiles {
  readonly #kept = new Map<string, Buffer>();
  readonly #unfinished = new Map<BlobUpload, Uint8Array[]>();

  constructor() {
    super('');
  }

  override async begin(): Promise<BlobUpload> {
    const pieces: Uint8Array[] = [];
    // Of an upload only these are asked for.
    const upload = {
      write: async (piece: Uint8Array) => void pieces.push(piece.slice()),
      close: async () => void this.#unfinished.delete(upload),
    } as unknown as BlobUpload;
    this.#unfinished.set(upload, pieces);
    return upload;
  }

  override async keep(upload: BlobUpload, workspaceId: string, digest: string): Promise<void> {
    this.#kept.set(`${workspaceId} ${digest}`, Buffer.concat(this.#unfinished.get(upload) ?? []));
  }

  override read(workspaceId: string, digest: string): Readable {
    return Readable.from([this.#kept.get(`${workspaceId} ${digest}`) ?? Buffer.alloc(0)]);
  }
}

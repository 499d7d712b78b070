import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';

/** Where unfinished uploads lie: on the same file system as the rest, so that they can be renamed into place. */
const UNFINISHED = '.unfinished';

/** Large content as files, `<workspace>/<first two digits>/<digest>` below one folder. */
export class BlobFiles {
  readonly #dir: string;

  constructor(dir: string) {
    this.#dir = dir;
  }

  /** Removes what a receiver that ended in the middle of an upload left behind. Call it before the first upload. */
  async clean(): Promise<void> {
    await rm(join(this.#dir, UNFINISHED), { recursive: true, force: true });
  }

  async begin(): Promise<BlobUpload> {
    const path = join(this.#dir, UNFINISHED, randomUUID());
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    return new BlobUpload(path, await open(path, 'wx', 0o600));
  }

  /** Puts a finished upload where it belongs; it is durable once this resolves. */
  async keep(upload: BlobUpload, workspaceId: string, digest: string): Promise<void> {
    const target = this.#pathOf(workspaceId, digest);
    await upload.flush();
    await mkdir(dirname(target), { recursive: true, mode: 0o700 });
    await rename(upload.path, target);
    // The names have to survive a power cut as well, also those of folders that are new.
    for (const folder of [dirname(target), dirname(dirname(target)), this.#dir]) await flushFolder(folder);
  }

  read(workspaceId: string, digest: string): Readable {
    return createReadStream(this.#pathOf(workspaceId, digest));
  }

  #pathOf(workspaceId: string, digest: string): string {
    return join(this.#dir, workspaceId, digest.slice(0, 2), digest);
  }
}

/** A file that is still being written. */
export class BlobUpload {
  readonly path: string;
  readonly #file: FileHandle;

  constructor(path: string, file: FileHandle) {
    this.path = path;
    this.#file = file;
  }

  async write(piece: Uint8Array): Promise<void> {
    await this.#file.writeFile(piece);
  }

  async flush(): Promise<void> {
    await this.#file.sync();
  }

  /** Ends it, kept or not. */
  async close(): Promise<void> {
    await this.#file.close();
    await rm(this.path, { force: true });
  }
}

async function flushFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

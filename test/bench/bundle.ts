import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/** Where the project stands, for imports in the text of an entry. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A script for a page, with all that it imports, made as the extension's own scripts are. */
export async function bundle(entryText: string): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'brainpost-bundle-'));
  const entry = join(dir, 'entry.js');
  await writeFile(entry, entryText);
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      outDir: join(dir, 'out'),
      minify: true,
      lib: { entry, formats: ['iife'], name: 'bench', fileName: () => 'bench.js' },
    },
  });
  const script = await readFile(join(dir, 'out', 'bench.js'), 'utf8');
  await rm(dir, { recursive: true });
  return script;
}

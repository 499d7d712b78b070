import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runCommand } from './run-command.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** What the built extension depends on. */
const SOURCES = ['entrypoints', 'components', 'lib', 'public', 'wxt.config.ts', 'package.json', 'package-lock.json'];

/** Chromium and its relatives take the same build. */
type BuiltFor = 'chrome' | 'firefox';

/**
 * Builds the extension when it is not there or its sources have changed since. Silent on stdout.
 * @returns the folder of the unpacked extension
 * @throws when the build fails; what it says about it is on stderr
 */
export async function ensureBuild(browser: BuiltFor = 'chrome', root = ROOT, build = runWxt): Promise<string> {
  const extensionDir = join(root, '.output', `${browser}-mv3`);
  const stampPath = `${extensionDir}.stamp`;
  const digest = digestOf(root);
  if (readIfThere(stampPath) === stamp(digest, extensionDir)) return extensionDir;

  process.stderr.write(`Building the extension for ${browser} …\n`);
  if ((await build(root, browser)) !== 0)
    throw new Error('The extension could not be built; what the build says is above.');
  writeFileSync(stampPath, stamp(digest, extensionDir));
  return extensionDir;
}

function runWxt(root: string, browser: BuiltFor): Promise<number> {
  const wxt = join(root, 'node_modules', 'wxt', 'bin', 'wxt.mjs');
  return runCommand(process.execPath, [wxt, 'build', '-b', browser], { cwd: root, output: 'shown-on-failure' });
}

/** The time of the manifest is part of it: a build made by hand, maybe from other sources, is not taken for ours. */
function stamp(digest: string, extensionDir: string): string {
  const manifest = join(extensionDir, 'manifest.json');
  return existsSync(manifest) ? `${digest} ${statSync(manifest).mtimeMs}` : `${digest} none`;
}

function digestOf(root: string): string {
  const hash = createHash('sha256');
  for (const source of SOURCES) {
    for (const path of filesOf(join(root, source))) hash.update(`${path}\0`).update(readFileSync(path)).update('\0');
  }
  return hash.digest('hex');
}

/** All files at or below a path that go into the build, in a fixed order. */
function filesOf(path: string): string[] {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return /\.test\.tsx?$/.test(path) ? [] : [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesOf(join(path, name)));
}

function readIfThere(path: string): string | null {
  return existsSync(path) ? readFileSync(path, 'utf8') : null;
}

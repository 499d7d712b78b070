import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runCommand } from './run-command.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** What both depend on. */
const SHARED = ['components', 'lib', 'public', 'package.json', 'package-lock.json'];
const EXTENSION = [...SHARED, 'entrypoints', 'wxt.config.ts'];

/** The extension for a browser (Chromium and its relatives take the same), or the receiver's console. */
type Built = 'chrome' | 'firefox' | 'console';

/** Where each goes, the file in it that a build writes anew, and what it depends on. */
const BUILDS: Record<Built, { folder: string; mark: string; sources: readonly string[]; title: string }> = {
  chrome: { folder: 'chrome-mv3', mark: 'manifest.json', sources: EXTENSION, title: 'extension for chrome' },
  firefox: { folder: 'firefox-mv3', mark: 'manifest.json', sources: EXTENSION, title: 'extension for firefox' },
  console: { folder: 'console', mark: 'index.html', sources: [...SHARED, 'console'], title: 'console' },
};

/**
 * Builds what is not there or whose sources have changed since. Silent on stdout.
 * @returns its folder: of the extension, unpacked, unless something else is asked for
 * @throws when the build fails; what it says about it is on stderr
 */
export async function ensureBuild(built: Built = 'chrome', root = ROOT, build = runBuild): Promise<string> {
  const { folder, mark, sources, title } = BUILDS[built];
  const outputDir = join(root, '.output', folder);
  const stampPath = `${outputDir}.stamp`;
  const digest = digestOf(root, sources);
  const markPath = join(outputDir, mark);
  if (readIfThere(stampPath) === stamp(digest, markPath)) return outputDir;

  process.stderr.write(`Building the ${title} …\n`);
  if ((await build(root, built)) !== 0)
    throw new Error(`The ${title} could not be built; what the build says is above.`);
  writeFileSync(stampPath, stamp(digest, markPath));
  return outputDir;
}

function runBuild(root: string, built: Built): Promise<number> {
  const program = (...parts: string[]) => join(root, 'node_modules', ...parts);
  const args =
    built === 'console'
      ? [program('vite', 'bin', 'vite.js'), 'build', '--config', join('console', 'vite.config.ts')]
      : [program('wxt', 'bin', 'wxt.mjs'), 'build', '-b', built];
  return runCommand(process.execPath, args, { cwd: root, output: 'shown-on-failure' });
}

/** The time of the mark is part of it: a build made by hand, maybe from other sources, is not taken for ours. */
function stamp(digest: string, markPath: string): string {
  return existsSync(markPath) ? `${digest} ${statSync(markPath).mtimeMs}` : `${digest} none`;
}

function digestOf(root: string, sources: readonly string[]): string {
  const hash = createHash('sha256');
  for (const source of sources) {
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

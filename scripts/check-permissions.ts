import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findCodeProblems, findManifestProblems, findStaleReviews, type Manifest } from './find-permission-problems.ts';

/** Compares what the built extensions ask for with what was reviewed, and looks for code that did not come with them. */

const OUTPUT = fileURLToPath(new URL('../.output', import.meta.url));

/** Folder -> how it is made. */
const BUILDS = { 'chrome-mv3': 'npm run build', 'firefox-mv3': 'npm run build:firefox' } as const;

function main(): number {
  for (const [name, command] of Object.entries(BUILDS)) {
    if (existsSync(join(OUTPUT, name, 'manifest.json'))) continue;
    console.error(`There is no build ${name} to check. Run: ${command}`);
    return 1;
  }
  const builds = Object.keys(BUILDS).map((name) => ({ name, manifest: readManifest(name) }));
  const problems = [
    ...builds.flatMap(({ name, manifest }) => findManifestProblems(manifest).map((problem) => `${name}: ${problem}`)),
    ...builds.flatMap(({ name }) => filesOf(name).flatMap(problemsOfFile)),
    ...findStaleReviews(builds.map(({ manifest }) => manifest)),
  ];
  for (const problem of problems) console.error(problem);
  if (problems.length === 0) console.log(`permissions and code of ${builds.map(({ name }) => name).join(', ')}: ok`);
  return problems.length === 0 ? 0 : 1;
}

function readManifest(build: string): Manifest {
  return JSON.parse(readFileSync(join(OUTPUT, build, 'manifest.json'), 'utf8')) as Manifest;
}

function filesOf(build: string): string[] {
  const names = readdirSync(join(OUTPUT, build), { recursive: true, encoding: 'utf8' });
  return names.filter((name) => /\.(m?js|html)$/.test(name)).map((name) => join(OUTPUT, build, name));
}

function problemsOfFile(path: string): string[] {
  return findCodeProblems(readFileSync(path, 'utf8')).map((problem) => `${relative(OUTPUT, path)}: ${problem}`);
}

process.exitCode = main();

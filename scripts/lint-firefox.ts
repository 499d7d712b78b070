import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** Runs Mozilla's own linter, which the store runs too, on the built Firefox extension. */

const LINTER = fileURLToPath(new URL('../node_modules/addons-linter/bin/addons-linter', import.meta.url));
const BUILD = fileURLToPath(new URL('../.output/firefox-mv3', import.meta.url));

/** Warnings that were looked at, with the reason for which they may stand. A warning of another kind fails. */
const REVIEWED: Readonly<Record<string, string>> = {
  KEY_FIREFOX_ANDROID_UNSUPPORTED_BY_MIN_VERSION: 'the extension is not offered for Android',
  UNSAFE_VAR_ASSIGNMENT:
    "Preact's `dangerouslySetInnerHTML`, which no view uses; and in the reader a library's table of HTML entities, " +
    'which puts nothing but the name of one entity into an element outside of any document',
  DANGEROUS_EVAL: "zod's compiler, which lib/platform/without-eval.ts switches off",
};

interface Finding {
  code: string;
  message: string;
  file?: string;
}

interface Report {
  errors: Finding[];
  warnings: Finding[];
  notices: Finding[];
}

async function main(): Promise<number> {
  const { errors, warnings, notices } = await lint();
  const failures = [...errors, ...[...warnings, ...notices].filter(({ code }) => !(code in REVIEWED))];
  for (const { code, message, file } of failures) console.error(`${code} ${file ?? ''}: ${message}`);
  const count = errors.length + warnings.length + notices.length;
  console.log(
    `addons-linter: ${failures.length ? failures.length : 'no'} failures, ${count - failures.length} reviewed warnings`,
  );
  return failures.length === 0 ? 0 : 1;
}

async function lint(): Promise<Report> {
  const run = promisify(execFile)(process.execPath, [LINTER, BUILD, '--output', 'json']);
  // It exits with 1 when there are errors, and reports them all the same.
  const { stdout } = await run.catch((error: Error & { stdout?: string }) => {
    if (error.stdout?.startsWith('{')) return { stdout: error.stdout };
    throw error;
  });
  return JSON.parse(stdout) as Report;
}

process.exitCode = await main();

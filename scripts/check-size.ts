import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

/** What each script of the extension, its popup, and the console may weigh, so that nothing heavy slips in unnoticed (a validator in the content script, say). */

const OUTPUT = fileURLToPath(new URL('../.output/chrome-mv3', import.meta.url));

/** kB (1000 bytes) after gzip. Raise one only with a reason in the commit. */
const LIMITS_KB: Readonly<Record<string, number>> = {
  // Runs in every chat page; must not be felt.
  'content-scripts/chat.js': 20,
  // Comes into a page only when a conversation is read, or when conversations are captured by themselves.
  'content-scripts/reader.js': 60,
  // Redaction with its own engine for patterns is 7 of it; a library for the latter alone would be 45. Pairing, selections
  // and labels are 3.
  'background.js': 64,
  // With all that it loads: it opens under somebody's pointer. A validator alone would be 25.
  'popup.html': 30,
};

/** Of the console, whose names change with their content: the beginning of the name is what counts. */
const CONSOLE = fileURLToPath(new URL('../.output/console/assets', import.meta.url));
const CONSOLE_LIMITS_KB: Readonly<Record<string, number>> = {
  // Preact, the Markdown parser (30) and all views.
  index: 75,
  // Only where there is a formula.
  temml: 75,
  // Only for who reads it.
  de: 12,
  es: 12,
  ja: 12,
  zh_CN: 12,
};

function main(): number {
  if (!existsSync(OUTPUT) || !existsSync(CONSOLE)) {
    console.error('There is no build to weigh. Run: npm run build');
    return 1;
  }
  const scripts = [...Object.keys(LIMITS_KB), ...contentScripts().filter((name) => !(name in LIMITS_KB))];
  const rows = [...scripts.map(weigh), ...weighConsole()];
  for (const { name, sizeKb, limitKb, verdict } of rows) {
    console.log(`${name.padEnd(30)} ${format(sizeKb)} of ${format(limitKb)} kB gzip  ${verdict}`);
  }
  return rows.every(({ verdict }) => verdict === 'ok') ? 0 : 1;
}

function contentScripts(): string[] {
  const names = readdirSync(join(OUTPUT, 'content-scripts')).filter((name) => name.endsWith('.js'));
  return names.map((name) => `content-scripts/${name}`);
}

function weigh(name: string) {
  const limitKb = LIMITS_KB[name] ?? null;
  const path = join(OUTPUT, name);
  const sizeKb = existsSync(path) ? weightKb(path) : null;
  return { name, sizeKb, limitKb, verdict: judge(sizeKb, limitKb) };
}

/** A page weighs what it loads before it shows anything. */
function weightKb(path: string): number {
  const file = readFileSync(path);
  const loaded = path.endsWith('.html') ? file.toString().matchAll(/(?:src|href)="(\/[^"]+)"/g) : [];
  const sizesKb = [...loaded].map(([, name]) => weightKb(join(OUTPUT, name ?? '')));
  return sizesKb.reduce((sum, sizeKb) => sum + sizeKb, gzipSync(file).length / 1000);
}

function weighConsole() {
  const files = readdirSync(CONSOLE).filter((file) => file.endsWith('.js'));
  const stems = new Set([...Object.keys(CONSOLE_LIMITS_KB), ...files.map((file) => file.split('-')[0] ?? file)]);
  return [...stems].map((stem) => {
    const limitKb = CONSOLE_LIMITS_KB[stem] ?? null;
    const file = files.find((one) => one.startsWith(`${stem}-`));
    const sizeKb = file === undefined ? null : weightKb(join(CONSOLE, file));
    return { name: `console/${stem}.js`, sizeKb, limitKb, verdict: judge(sizeKb, limitKb) };
  });
}

/** A script without a limit and a limit without a script fail too: both mean that something is no longer watched. */
function judge(sizeKb: number | null, limitKb: number | null): string {
  if (sizeKb === null) return 'NOT IN THE BUILD: remove it from the table';
  if (limitKb === null) return 'NO LIMIT: add one to the table';
  return sizeKb <= limitKb ? 'ok' : 'TOO LARGE';
}

const format = (kb: number | null) => (kb === null ? '–' : kb.toFixed(1)).padStart(6);

process.exitCode = main();

import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { Hono } from 'hono';
import type { HttpContext, HttpEnvironment } from './environment.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** Nothing but its own files, nothing inline, no frames: text that others sent can run nothing, wherever it stands. */
const HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; '),
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

interface Asset {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly type: string;
}

/**
 * The console: `/console/` and its files. What it shows it asks of the API, so whoever is not signed in sees a form.
 * @param folder where the build has put it; without one, the address says how to build it
 */
export function createConsoleRoutes(folder: string): Hono<HttpEnvironment> {
  const routes = new Hono<HttpEnvironment>();
  let assets: ReadonlyMap<string, Asset> | null = null;
  routes.get('/', (c) => c.redirect('/console/'));
  routes.get('/console', (c) => c.redirect('/console/'));
  routes.get('/console/*', (c) => {
    // Read when somebody asks for the first time: most receivers are never looked at.
    assets ??= readAssets(folder);
    const path = c.req.path.slice('/console/'.length);
    const asset = assets.get(path === '' ? 'index.html' : path);
    if (asset) return answerAsset(c, asset, path.startsWith('assets/'));
    if (assets.size === 0) assets = null;
    const text = assets ? 'There is nothing at this address.' : 'The console is not built. Run: npm run build:console';
    return c.text(`${text}\n`, 404);
  });
  return routes;
}

/** @param isNamedByContent another content has another name, so a browser never has to ask again */
function answerAsset(c: HttpContext, { bytes, type }: Asset, isNamedByContent: boolean): Response {
  const caching = isNamedByContent ? 'public, max-age=31536000, immutable' : 'no-cache';
  return c.body(bytes, 200, { ...HEADERS, 'Content-Type': type, 'Cache-Control': caching });
}

/** All files by their paths; none when there is no folder. Only these are ever served, whatever is asked for. */
function readAssets(folder: string): ReadonlyMap<string, Asset> {
  const assets = new Map<string, Asset>();
  for (const entry of listFiles(folder)) {
    const type = TYPES[extname(entry)];
    if (type)
      assets.set(entry.replaceAll('\\', '/'), { bytes: new Uint8Array(readFileSync(join(folder, entry))), type });
  }
  return assets;
}

function listFiles(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

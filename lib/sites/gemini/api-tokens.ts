import type { ApiClient } from '../api-client.ts';
import { parseJson } from '../api-json.ts';
import type { Answer } from '../api-refusal.ts';
import { textOf } from '../api-values.ts';

/** What a request must carry to be taken for the page's own. Last seen 2026-10. */
export interface Tokens {
  /** `at`: against forged requests. */
  readonly at: string;
  /** `bl`: the version of the server that the page belongs to. */
  readonly build: string;
  /** `f.sid`. */
  readonly session: string;
}

/** The tokens in the page's inline script, read as text; null when the page is that of a signed-out visitor. */
export function tokensIn(document: Document): Tokens | null {
  const script = [...document.scripts].find(({ textContent }) => textContent.includes('WIZ_global_data'));
  return script ? tokensOf(script.textContent) : null;
}

/** The tokens of a page that is loaded anew, for when the old ones are worn out. */
export async function freshTokens(client: ApiClient, account: string): Promise<Answer<Tokens>> {
  const page = await client.text(`${account}/app`);
  if (!page.ok) return page;
  const tokens = tokensOf(page.value);
  return tokens ? { ok: true, value: tokens } : { ok: false, reason: 'not_logged_in', detail: 'no token' };
}

function tokensOf(text: string): Tokens | null {
  const field = (name: string): string => {
    const literal = new RegExp(`"${name}":("(?:[^"\\\\]|\\\\.)*")`).exec(text)?.[1] ?? '""';
    const parsed = parseJson(literal);
    return parsed.ok ? textOf(parsed.value) : '';
  };
  const at = field('SNlM0e');
  return at === '' ? null : { at, build: field('cfb2h'), session: field('FdrFJe') };
}

/** The tokens in the page, without which nothing is answered. */
export const TOKENS = {
  SNlM0e: 'AJ-simulated:1700000000000',
  cfb2h: 'boq_simulated_20261120.00_p0',
  FdrFJe: '-1234567890',
};

/** The one call in the body of a request; `null` when it is not understood. */
export function readCall(body: string): { rpc: string; args: unknown; token: string | null } | null {
  const form = new URLSearchParams(body);
  try {
    const [[[rpc, args]]] = JSON.parse(form.get('f.req') ?? '') as [[[string, string]]];
    return { rpc, args: JSON.parse(args) as unknown, token: form.get('at') };
  } catch {
    return null;
  }
}

/** Frames after a prefix that is no JSON. A length counts UTF-16 units, with the line break before and the one at the end. */
export function frames(rows: readonly unknown[][]): string {
  const texts = rows.map((row) => JSON.stringify([row]));
  return `)]}'\n\n${texts.map((text) => `${text.length + 2}\n${text}\n`).join('')}`;
}

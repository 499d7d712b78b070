/** @returns `undefined` for text that is not JSON, and so no answer of the protocol */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

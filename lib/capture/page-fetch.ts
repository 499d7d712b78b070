/**
 * The page's own `fetch`: same origin, the user's session. Content scripts of Firefox send an origin of their own unless
 * they ask for the page's by name.
 */
export const pageFetch: typeof fetch = (...request) => {
  const { content } = globalThis as { content?: { fetch?: typeof fetch } };
  return (content?.fetch ?? fetch)(...request);
};

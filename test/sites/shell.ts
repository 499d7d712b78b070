import { escapeHtml } from './markdown-html.ts';
import type { View } from './site-kind.ts';

interface Shell {
  title: string;
  /** Holds one element each with `data-sidebar`, `data-scroller`, `data-list`, `data-composer-place`. */
  body: string;
  head?: string;
  view: View;
  app: string;
}

const STYLE = `
  body { margin: 0; font: 15px/1.5 system-ui, sans-serif; display: grid; grid-template-columns: 200px 1fr; height: 100vh; }
  [data-sidebar] { overflow: auto; padding: 12px; } [data-sidebar] a { display: block; }
  main { display: flex; flex-direction: column; min-width: 0; min-height: 0; }
  .scroller { flex: 1; overflow-y: auto; min-height: 0; padding: 0 80px; }
  .scroller.reversed { display: flex; flex-direction: column-reverse; }
  .sr-only, .cdk-visually-hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  [data-composer] { min-height: 40px; border: 1px solid #8886; }
  user-query, model-response, message-content, code-block { display: block; }
`;

/** The document as the site's server sends it: nothing of the conversation is in it, the page's script draws that. */
export function shell({ title, body, head = '', view, app }: Shell): string {
  // A closing tag in the data would end the script.
  const data = JSON.stringify(view).replace(/</g, '\\u003c');
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(title)}</title><style>${STYLE}</style>${head}</head><body>${body}<script id="first-view" type="application/json">${data}</script><script>${app}</script></body></html>`;
}

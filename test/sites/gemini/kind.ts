import { shell } from '../shell.ts';
import type { SiteKind } from '../site-kind.ts';
import { geminiPath } from './address.ts';
import { geminiAnswer } from './api.ts';
import { TOKENS } from './batch.ts';
import { geminiView } from './page.ts';

/** @param account `/u/<number>` */
export const geminiKindOf = (account: string): SiteKind => ({
  id: 'gemini',
  origin: 'https://gemini.google.com',
  pathOf: (chatId) => geminiPath(chatId, account),
  newId: (ids) => ids.hex,
  view: (page) => geminiView(page, account),
  shell: (view, app) =>
    shell({
      title: view.title,
      head: `<script>window.WIZ_global_data = ${JSON.stringify(TOKENS)};</script>`,
      body: '<bard-sidenav role="navigation" data-sidebar></bard-sidenav><main><infinite-scroller class="scroller chat-history" data-scroller data-test-id="chat-history-container"><div data-list></div></infinite-scroller><div data-composer-place></div></main>',
      view,
      app,
    }),
  answer: (request) => geminiAnswer(request, account),
  // A turn has one id, and the page writes it on the answer.
  idOf: (_chat, { role, parentId }) => (role === 'user' ? null : `r_${parentId}`),
  labelOf: () => null,
});

export const geminiKind = geminiKindOf('');

import { shell } from '../shell.ts';
import type { SiteKind } from '../site-kind.ts';
import { chatgptPath } from './address.ts';
import { chatgptAnswer } from './api.ts';
import { chatgptView } from './page.ts';

export const chatgptKind: SiteKind = {
  id: 'chatgpt',
  origin: 'https://chatgpt.com',
  pathOf: chatgptPath,
  newId: (ids) => ids.uuid,
  view: chatgptView,
  shell: (view, app) =>
    shell({
      title: view.title,
      body: `<nav data-app-action-sidebar-scroll data-sidebar></nav><main><div ${view.list.isReversed ? 'data-app-action-timeline-scroll' : 'data-scroll-root'} data-scroller class="scroller${view.list.isReversed ? ' reversed' : ''}"><div data-list></div></div><form data-composer-place></form></main>`,
      view,
      app,
    }),
  answer: chatgptAnswer,
  idOf: (_chat, { id }) => id,
  labelOf: ({ attribution }) => attribution,
};

import { shell } from '../shell.ts';
import type { SiteKind } from '../site-kind.ts';
import { claudePath } from './address.ts';
import { claudeAnswer } from './api.ts';
import { claudeView } from './page.ts';
import { turnKey } from './turn-key.ts';

export const claudeKind: SiteKind = {
  id: 'claude',
  origin: 'https://claude.ai',
  pathOf: claudePath,
  newId: (ids) => ids.uuid,
  view: claudeView,
  shell: (view, app) =>
    shell({
      title: view.title,
      body: '<nav data-sidebar></nav><div data-testid="bardhub-claudechat-root"><main><div data-autoscroll-container="true" data-scroller class="scroller"><div role="feed" data-perf-region="transcript"><div data-testid="transcript-sizer" data-list></div></div></div><div data-composer-place></div></main></div>',
      view,
      app,
    }),
  answer: claudeAnswer,
  idOf: turnKey,
  labelOf: ({ url }) => new URL(url).host,
};

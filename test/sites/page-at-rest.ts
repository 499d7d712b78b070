import { JSDOM } from 'jsdom';
import type { ApiPage } from '../../lib/sites/api.ts';
import type { Chat } from './chat.ts';
import type { ApiMode, LayoutAge, SiteKind } from './site-kind.ts';

interface Shown {
  readonly kind: SiteKind;
  readonly chat: Chat;
  readonly layout?: LayoutAge;
  readonly mode?: ApiMode;
  /** Every row that the page has, or what is mounted of them. */
  readonly isWhole?: boolean;
}

/** What a simulated site's page is once its script has drawn a chat, and its API, without a browser. */
export function pageAtRest({ kind, chat, layout = 'new', mode = 'ok', isWhole = true }: Shown): ApiPage {
  const view = kind.view({ chat, chats: [chat], layout });
  const url = new URL(kind.origin + kind.pathOf(chat.id));
  const { document } = new JSDOM(kind.shell(view, ''), { url: url.href }).window;
  const fill = (place: string, html: string): void => {
    const holder = document.querySelector(`[data-${place}]`);
    holder?.replaceChildren(document.createRange().createContextualFragment(html));
  };
  const rows = isWhole ? view.rows : view.rows.slice(-view.list.mounts);
  fill('list', rows.map(({ html }) => html).join(''));
  fill('composer-place', view.composer);
  fill('sidebar', view.sidebar);
  for (const link of document.querySelectorAll<HTMLAnchorElement>('[data-sidebar] a'))
    if (link.pathname === url.pathname) link.setAttribute('aria-current', 'page');
  const fetch = async (...given: ConstructorParameters<typeof Request>): Promise<Response> => {
    const request = new Request(...given);
    const answer = kind.answer({
      method: request.method,
      url: new URL(request.url),
      headers: Object.fromEntries(request.headers),
      body: await request.text(),
      mode,
      chat: (id) => (id === chat.id ? chat : undefined),
    });
    const { status, headers = {}, body } = answer ?? { status: 404, body: '' };
    return new Response(body, { status, headers });
  };
  return { document, url, fetch };
}

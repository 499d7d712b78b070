// The script of the simulated pages: draws what it is given, moves between chats, mounts and unmounts rows.
(() => {
  const list = document.querySelector('[data-list]');
  const scroller = document.querySelector('[data-scroller]');
  const composer = document.querySelector('[data-composer-place]');
  const sidebar = document.querySelector('[data-sidebar]');
  const mounted = new Map();
  const start = document.getElementById('first-view');
  let view = JSON.parse(start.textContent);
  let from = 0;
  let to = 0;
  /** Bumped by every navigation: what comes later of an earlier one is dropped. */
  let navigation = 0;
  let isUnderWay = false;
  start.remove();

  const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  const parse = (html) => document.createRange().createContextualFragment(html);

  /** Changes an element into another one and keeps what stays the same, as frameworks do. */
  function morph(old, fresh) {
    if (old.nodeName !== fresh.nodeName) {
      old.replaceWith(fresh);
      return;
    }
    if (old.nodeType === Node.TEXT_NODE) {
      if (old.data !== fresh.data) old.data = fresh.data;
      return;
    }
    for (const name of old.getAttributeNames()) if (!fresh.hasAttribute(name)) old.removeAttribute(name);
    for (const { name, value } of fresh.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
    const children = [...old.childNodes];
    [...fresh.childNodes].forEach((child, at) => (children[at] ? morph(children[at], child) : old.append(child)));
    children.slice(fresh.childNodes.length).forEach((child) => child.remove());
  }

  function drawRows() {
    const wanted = view.rows.slice(from, to);
    const keys = new Set(wanted.map(({ key }) => key));
    for (const [key, row] of mounted) {
      if (keys.has(key)) continue;
      row.element.remove();
      mounted.delete(key);
    }
    wanted.forEach(({ key, html }, at) => {
      const row = mounted.get(key);
      const fresh = row?.html === html ? null : parse(html).firstElementChild;
      if (row && fresh) morph(row.element, fresh);
      mounted.set(key, { html, element: row ? row.element : fresh });
      const { element } = mounted.get(key);
      if (list.children[at] !== element) list.insertBefore(element, list.children[at] ?? null);
    });
  }

  function drawPlace(place, html) {
    if (place.drawn === html) return;
    place.drawn = html;
    place.replaceChildren(parse(html));
  }

  /** The list at the side knows where one is as soon as the address says it. */
  function drawSidebar() {
    drawPlace(sidebar, view.sidebar);
    for (const link of sidebar.querySelectorAll('a')) {
      if (link.pathname === location.pathname) link.setAttribute('aria-current', 'page');
      else link.removeAttribute('aria-current');
    }
  }

  function draw() {
    drawRows();
    drawSidebar();
    drawPlace(composer, view.composer);
  }

  function showNewest() {
    to = view.rows.length;
    from = Math.max(0, to - view.list.mounts);
    draw();
    scroller.scrollTop = view.list.isReversed ? 0 : scroller.scrollHeight;
  }

  /** Lists that name their rows by their place change the old chat's rows into the new one's. */
  function renameRows(rows) {
    const elements = [...mounted.values()];
    mounted.clear();
    const shown = rows.slice(Math.max(0, rows.length - view.list.mounts));
    elements.forEach((row, at) => {
      if (shown[at]) mounted.set(shown[at].key, { html: '', element: row.element });
      else row.element.remove();
    });
  }

  function show(next) {
    view = next;
    showNewest();
  }

  /** What changes in the chat that is shown; news of any other chat is not for this page. */
  function update(next) {
    if (view.chatId !== '' && view.chatId !== next.chatId) return;
    const wasAtEnd = to === view.rows.length;
    const isNewAddress = view.path !== next.path;
    if (isUnderWay && (view.chatId === '' || isNewAddress)) return;
    view = next;
    if (wasAtEnd || to > view.rows.length) to = view.rows.length;
    from = Math.min(Math.max(from, to - view.list.keeps), Math.max(0, to - 1));
    if (isNewAddress) history.replaceState({}, '', view.path);
    document.title = view.title;
    draw();
  }

  async function go(path, timing = {}) {
    const { documentAfterMs = 30, emptyForMs = 0, isTitleFirst = false, areRowsReused = false } = timing;
    const mine = (navigation += 1);
    isUnderWay = true;
    if (location.pathname !== path) history.pushState({}, '', path);
    drawSidebar();
    const [answer] = await Promise.all([fetch(`/__site/view?path=${path}`), sleep(isTitleFirst ? 0 : documentAfterMs)]);
    const next = await answer.json();
    if (mine !== navigation) return;
    document.title = next.title;
    if (isTitleFirst) await sleep(documentAfterMs);
    if (mine !== navigation) return;
    if (areRowsReused) renameRows(next.rows);
    if (emptyForMs > 0) {
      show({ ...next, rows: [] });
      await sleep(emptyForMs);
      if (mine !== navigation) return;
    }
    // What was written meanwhile belongs to it, too.
    show(next);
    isUnderWay = false;
    // What was written meanwhile belongs to it, too.
    if (emptyForMs > 0 || isTitleFirst) update(await (await fetch(`/__site/view?path=${path}`)).json());
  }

  const act = (order) =>
    fetch('/__site/do', { method: 'POST', body: JSON.stringify({ chatId: view.chatId, ...order }) });

  addEventListener('popstate', () => void go(location.pathname, { documentAfterMs: 30 }));
  addEventListener('click', (event) => {
    const link = event.target.closest('[data-sidebar] a');
    const button = event.target.closest('[data-do]');
    if (link) {
      event.preventDefault();
      void go(link.pathname, window.simulatedSite.timing);
    } else if (button) void act({ what: button.dataset.do, target: button.dataset.target });
  });
  addEventListener('submit', (event) => event.preventDefault());
  addEventListener('keydown', (event) => {
    const box = event.target.closest?.('[data-composer]');
    if (!box || event.key !== 'Enter' || event.shiftKey) return;
    event.preventDefault();
    void act({ what: 'ask', text: box.textContent });
    box.replaceChildren();
  });

  scroller.addEventListener('scroll', () => {
    // Nothing is loaded while nobody can see it.
    if (document.visibilityState !== 'visible') return;
    const { scrollTop, scrollHeight, clientHeight } = scroller;
    const fromTop = view.list.isReversed ? scrollHeight - clientHeight + scrollTop : scrollTop;
    if (fromTop <= 2 && from > 0) {
      from = Math.max(0, from - view.list.loads);
      to = Math.min(to, from + view.list.keeps);
      draw();
    } else if (scrollHeight - clientHeight - fromTop <= 2 && to < view.rows.length) {
      to = Math.min(view.rows.length, to + view.list.loads);
      from = Math.max(0, to - view.list.keeps);
      draw();
    }
  });

  window.simulatedSite = { update, timing: {}, isUnderWay: () => isUnderWay };
  showNewest();
})();

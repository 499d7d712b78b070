import tokens from './tokens.css?inline';

/**
 * Styles of `SendButton` for a shadow root. The host element gives the place (a lower corner at the page's inline end);
 * the bubble opens upwards and the label towards the inline start. Nothing here changes the size of the host.
 * `all: initial` stands twice: a page's `* {}` rule wins against `:host`, but cannot reach the root inside.
 */
export const sendButtonCss = `${tokens}
:host { all: initial; }
.brainpost, .brainpost *, .brainpost *::before { box-sizing: border-box; }
.brainpost {
  all: initial;
  display: block;
  position: relative;
  inline-size: 40px;
  block-size: 40px;
  font: 400 14px/1.4 var(--font);
  color: var(--ink);
  unicode-bidi: isolate;
}
.icon { display: block; inline-size: 18px; block-size: 18px; }
button { all: unset; box-sizing: border-box; cursor: pointer; -webkit-tap-highlight-color: transparent; }
button:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; }

.send {
  position: absolute;
  inset-block-start: 0;
  inset-inline-end: 0;
  display: flex;
  align-items: center;
  block-size: 40px;
  min-inline-size: 40px;
  border-radius: 20px;
  background: var(--surface);
  border: 1px solid var(--line-strong);
  box-shadow: var(--shadow);
  overflow: hidden;
}
.send[aria-disabled="true"] { cursor: default; }
.send:not([aria-disabled="true"]):hover .disc { color: var(--accent-hover); }
.disc { display: grid; place-items: center; inline-size: 38px; block-size: 38px; flex: none; color: var(--accent); }
.label {
  max-inline-size: 0;
  opacity: 0;
  overflow: hidden;
  white-space: nowrap;
  font-weight: 500;
  transition: max-inline-size 160ms ease-out, opacity 160ms ease-out, padding 160ms ease-out;
}
.send:hover .label, .send:focus-visible .label { max-inline-size: 240px; padding-inline-start: 16px; opacity: 1; }

[data-kind="queued"] .disc, [data-kind="waiting_for_answer"] .disc { color: var(--wait); }
[data-kind="failed"] .disc { color: var(--bad); }
.icon-progress { animation: turn 1.4s linear infinite; }
@keyframes turn { to { transform: rotate(1turn); } }

.bubble {
  position: absolute;
  inset-block-end: calc(100% + 10px);
  inset-inline-end: 0;
  inline-size: max-content;
  max-inline-size: min(288px, calc(100vw - 40px));
  padding-block: 10px;
  padding-inline: 14px 40px;
  border: 1px solid var(--line-strong);
  border-radius: 12px;
  background: var(--surface);
  box-shadow: var(--shadow);
  transition: opacity 160ms ease-out;
}
.bubble[data-open="false"] { opacity: 0; pointer-events: none; clip-path: inset(50%); }
.text { margin: 0; text-align: start; unicode-bidi: plaintext; overflow-wrap: anywhere; }
.close {
  position: absolute;
  inset-block-start: 6px;
  inset-inline-end: 6px;
  display: grid;
  place-items: center;
  inline-size: 28px;
  block-size: 28px;
  border-radius: 6px;
  color: var(--ink-soft);
}
.close:hover { color: var(--ink); background: var(--ground); }
.close .icon { inline-size: 14px; block-size: 14px; }
.settings { margin-block-start: 6px; padding-block: 2px; border-radius: 4px; font-weight: 600; color: var(--accent); text-decoration: underline; text-underline-offset: 3px; }
.more {
  position: absolute;
  inset-block-end: -6px;
  inset-inline-end: -6px;
  display: grid;
  place-items: center;
  inline-size: 24px;
  block-size: 24px;
  border: 1px solid var(--line-strong);
  border-radius: 12px;
  background: var(--surface);
  color: var(--ink-soft);
  opacity: 0;
}
.brainpost:hover .more, .more:focus-visible, .more[aria-expanded="true"] { opacity: 1; }
.more .icon { inline-size: 14px; block-size: 14px; }
.choice { margin-block-start: 6px; margin-inline-end: 14px; padding-block: 2px; border-radius: 4px; font-weight: 600; color: var(--accent); text-decoration: underline; text-underline-offset: 3px; }

@media (prefers-reduced-motion: reduce) {
  .label, .bubble { transition: none; }
  .icon-progress { animation: none; }
}
@media (forced-colors: active) {
  .send, .bubble { border-color: ButtonText; }
  .send, .close, .more { background: ButtonFace; }
  .disc, .label, .close { color: ButtonText; }
  .settings, .choice { color: LinkText; }
}
@media print { .brainpost { display: none; } }
`;

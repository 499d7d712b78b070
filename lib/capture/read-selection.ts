import type { Message } from '../protocol/event.ts';
import type { SelectionReading } from '../messages.ts';
import { derivedId } from '../sites/derived-id.ts';
import { readers } from '../sites/readers.ts';
import { siteAt } from '../sites/registry.ts';
import type { Site } from '../sites/site.ts';
import { finish } from '../sites/steps.ts';

const ELEMENT = 1;
const TEXT = 3;

/**
 * What of a conversation is selected, as messages that hold the selected words and nothing else. The site's own reader
 * reads a copy of the page from which everything else was taken: so roles and Markdown are right, and ids are not those
 * of the messages, which are more than this.
 */
export function readSelection(document: Document, url: URL): SelectionReading {
  const site = siteAt(url);
  const selection = document.getSelection();
  if (!site || !selection || selection.isCollapsed || selection.rangeCount === 0) return NOTHING;
  const reader = readers[site.id];
  const whole = finish(reader.readDom(document, url));
  if (!whole.ok) return whole;
  const part = finish(reader.readDom(copyOf(document, selection.getRangeAt(0), site), url));
  if (!part.ok) return NOTHING;
  const messages = part.conversation.messages.map(toExcerpt);
  const conversation = { ...whole.conversation, messages, reader: 'dom', completeness: 'selection' } as const;
  return { ok: true, conversation, text: selection.toString() };
}

const NOTHING = { ok: false, reason: 'no_selection' } as const;

/** An id of its own: under the message's, a part of it would stand for the whole. */
function toExcerpt({ parent_id: _parent, index: _index, ...message }: Message): Message {
  return { ...message, id: derivedId(`selection\n${message.id}\n${message.content}`) };
}

/** A copy of the page in which messages hold what is selected, and nothing else holds any words. */
function copyOf(document: Document, range: Range, site: Site): Document {
  const copy = document.cloneNode(true) as Document;
  const selector = site.messageSelectors.join(',');
  const kept = new Set<Node>();
  const gone: ChildNode[] = [];
  const visit = (original: Node, twin: ChildNode, isInMessage: boolean): void => {
    if (original.nodeType === TEXT && isInMessage && range.intersectsNode(original))
      kept.add(trim(original, twin, range));
    else if (original.nodeType === TEXT) gone.push(twin);
    if (original.nodeType !== ELEMENT) return;
    const isIn = isInMessage || (original as Element).matches(selector);
    if (isIn && !range.intersectsNode(original)) return void gone.push(twin);
    const twins = [...twin.childNodes];
    for (const [at, child] of [...original.childNodes].entries()) {
      const other = twins[at];
      if (other) visit(child, other, isIn);
    }
  };
  if (document.body && copy.body) visit(document.body, copy.body, false);
  for (const node of gone) node.remove();
  for (const message of copy.querySelectorAll(selector)) if (!holdsAny(message, kept)) message.remove();
  return copy;
}

/** @returns the copy of a text, cut to where the selection begins and ends in it */
function trim(original: Node, twin: Node, range: Range): Node {
  const { data } = original as Text;
  const start = range.startContainer === original ? range.startOffset : 0;
  const end = range.endContainer === original ? range.endOffset : data.length;
  (twin as Text).data = data.slice(start, end);
  return twin;
}

function holdsAny(element: Element, kept: ReadonlySet<Node>): boolean {
  return [...kept].some((node) => node.textContent?.trim() && element.contains(node));
}

import { isPicture } from '../markdown/picture.ts';
import { findSources } from '../markdown/sources.ts';
import { toMarkdown } from '../markdown/to-markdown.ts';
import { toVerbatim } from '../markdown/to-verbatim.ts';
import type { Attachment, Message } from '../protocol/event.ts';
import { attachmentsOf, type NamePlace } from './attachments.ts';
import { outermost } from './elements.ts';
import type { Layout, Place, RoleLayout } from './layout.ts';

/** A message and the part of the page that it was read from. */
export interface ReadMessage {
  readonly message: Message;
  readonly element: Element;
}

const PICTURE_NAME: readonly NamePlace[] = [{ selector: 'img', attribute: 'alt' }];

/** All messages of a page of this layout, in reading order, with those that show nothing. */
export function readMessages(root: ParentNode, layout: Layout): ReadMessage[] {
  const elements = outermost(root.querySelectorAll(`${layout.user.message}, ${layout.assistant.message}`));
  return elements.map((message, index) => {
    const isUser = message.matches(layout.user.message);
    const role = isUser ? layout.user : layout.assistant;
    // What stands in a turn beside its messages belongs to the last of them.
    const turn = role.turn === undefined ? null : message.closest(role.turn);
    const element = turn && !turn.contains(elements[index + 1] ?? null) ? turn : message;
    const others = elements.filter((other) => other !== message && element !== message && element.contains(other));
    const cards = attachmentsIn(element, role, others);
    return { element, message: { ...readMessage(message, role, isUser ? 'user' : 'assistant'), ...cards } };
  });
}

function readMessage(element: Element, layout: RoleLayout, role: 'user' | 'assistant'): Message {
  const bodies = bodiesOf(element, layout);
  const rules = { ...layout.rules, drop: [...(layout.rules.drop ?? []), ...apart(layout)] };
  const write = role === 'user' ? toVerbatim : toMarkdown;
  const content = bodies
    .map((body) => write(body, rules))
    .filter((text) => text !== '')
    .join('\n\n');
  const citations = bodies.flatMap((body) => findSources(body, layout.rules));
  const id = firstValue(element, layout.id);
  const model = layout.model && valueAt(element, layout.model);
  return {
    role,
    content,
    ...(id ? { id } : {}),
    ...(model ? { model } : {}),
    ...(citations.length > 0 ? { citations } : {}),
  };
}

/** What is delivered as an attachment is not delivered as text too. */
function apart(layout: RoleLayout): string[] {
  return [layout.files, layout.pictures].filter((selector) => selector !== undefined);
}

function bodiesOf(element: Element, layout: RoleLayout): Element[] {
  if (layout.body === undefined) return [element];
  for (const selector of layout.body) {
    const found = element.matches(selector) ? [element] : outermost(element.querySelectorAll(selector));
    if (found.length > 0) return found;
  }
  return [];
}

/** Uploads, generated pictures, documents; each picture once, though it may be drawn in several layers. */
function attachmentsIn(scope: Element, layout: RoleLayout, others: readonly Element[]): { attachments?: Attachment[] } {
  const matching = (selector: string | undefined): Element[] =>
    selector === undefined
      ? []
      : [...scope.querySelectorAll(selector)].filter((card) => !others.some((other) => other.contains(card)));
  const pictures = new Map<string, Element>();
  for (const image of matching(layout.pictures)) {
    const source = image.getAttribute('src') ?? '';
    // What opens on a click is no icon, whatever is hidden around it.
    if (!pictures.has(source) && (isPicture(image) || image.closest('button'))) pictures.set(source, image);
  }
  return attachmentsOf([...outermost(matching(layout.files)), ...pictures.values()], layout.names ?? PICTURE_NAME);
}

function firstValue(element: Element, places: readonly Place[]): string | null {
  for (const place of places) {
    const value = valueAt(element, place);
    if (value) return value;
  }
  return null;
}

function valueAt(element: Element, { attribute, in: where }: Place): string | null {
  const selector = `[${attribute}]`;
  const holder =
    where === 'inside' ? element.querySelector(selector) : where === 'around' ? element.closest(selector) : element;
  // Several ids stand side by side in one attribute; the first is the message's own.
  return holder?.getAttribute(attribute)?.trim().split(/\s+/)[0] ?? null;
}

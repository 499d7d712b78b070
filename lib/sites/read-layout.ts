import { isPicture } from '../markdown/picture.ts';
import type { MarkdownRules } from '../markdown/rules.ts';
import { findSources, type Source } from '../markdown/sources.ts';
import { toMarkdown } from '../markdown/to-markdown.ts';
import { toVerbatim } from '../markdown/to-verbatim.ts';
import type { Attachment, Message } from '../protocol/event.ts';
import { attachmentsOf, type NamePlace } from './attachments.ts';
import { outermost } from './elements.ts';
import type { Layout, Place, RoleLayout } from './layout.ts';
import { namedSources } from './named-sources.ts';
import { mapInSteps, type Steps } from './steps.ts';

/** A message and the part of the page that it was read from. */
export interface ReadMessage {
  readonly message: Message;
  readonly element: Element;
}

const PICTURE_NAME: readonly NamePlace[] = [{ selector: 'img', attribute: 'alt' }];

/** All messages of a page of this layout, in reading order, with those that show nothing. */
export function readMessages(root: ParentNode, layout: Layout): Steps<ReadMessage[]> {
  const elements = outermost(root.querySelectorAll(`${layout.user.message}, ${layout.assistant.message}`));
  return mapInSteps(elements, (message, index) => {
    const isUser = message.matches(layout.user.message);
    const role = isUser ? layout.user : layout.assistant;
    // What stands in a turn beside its messages belongs to the last of them.
    const turn = role.turn === undefined ? null : message.closest(role.turn);
    const element = turn && !turn.contains(elements[index + 1] ?? null) ? turn : message;
    const others = element === message ? [] : messagesBefore(index, { elements, turn: element });
    const cards = attachmentsIn(element, role, others);
    return { element, message: { ...readMessage(message, role, isUser ? 'user' : 'assistant'), ...cards } };
  });
}

/** The other messages of a turn: elements are in page order, so they stand right before its last one. */
function messagesBefore(index: number, { elements, turn }: { elements: readonly Element[]; turn: Element }): Element[] {
  let first = index;
  while (first > 0 && turn.contains(elements[first - 1] ?? null)) first -= 1;
  return elements.slice(first, index);
}

function readMessage(element: Element, layout: RoleLayout, role: 'user' | 'assistant'): Message {
  const bodies = bodiesOf(element, layout);
  const rules = rulesOf(layout);
  const write = role === 'user' ? toVerbatim : toMarkdown;
  const content = bodies
    .map((body) => write(body, rules))
    .filter((text) => text !== '')
    .join('\n\n');
  const reasoning = thoughtsOf(element, layout);
  const citations = sourcesOf(bodies, layout);
  const id = firstValue(element, layout.id);
  const model = layout.model && valueAt(element, layout.model);
  return {
    role,
    content,
    ...(reasoning === '' ? {} : { reasoning }),
    ...(id ? { id } : {}),
    ...(model ? { model } : {}),
    ...(citations.length > 0 ? { citations } : {}),
  };
}

const rulesByLayout = new WeakMap<RoleLayout, MarkdownRules>();

/** The same object each time: what is known of rules is known by object. */
function rulesOf(layout: RoleLayout): MarkdownRules {
  const known = rulesByLayout.get(layout);
  if (known !== undefined) return known;
  const rules = { ...layout.rules, drop: [...(layout.rules.drop ?? []), ...apart(layout)] };
  rulesByLayout.set(layout, rules);
  return rules;
}

/** What is delivered as an attachment or as reasoning is not delivered as text too. */
function apart(layout: RoleLayout): string[] {
  return [layout.files, layout.pictures, layout.reasoning].filter((selector) => selector !== undefined);
}

function thoughtsOf(element: Element, { reasoning, rules }: RoleLayout): string {
  const thoughts = reasoning === undefined ? [] : outermost(element.querySelectorAll(reasoning));
  return thoughts
    .map((thought) => toMarkdown(thought, rules))
    .filter((text) => text !== '')
    .join('\n\n');
}

/** The number of a source on the page ("3", "-3") is no title. */
const SOURCE_NUMBER = /^-?\d{1,2}$/;

/** Each source once. */
function sourcesOf(bodies: readonly Element[], { rules, sourceAddress }: RoleLayout): Source[] {
  const found = bodies.flatMap((body) => [
    ...findSources(body, rules),
    ...(sourceAddress === undefined ? [] : namedSources(body, sourceAddress)),
  ]);
  const sources = new Map<string, Source>();
  for (const { title, url } of found) {
    if (!sources.has(url))
      sources.set(url, title === undefined || SOURCE_NUMBER.test(title) ? { url } : { title, url });
  }
  return [...sources.values()];
}

function bodiesOf(element: Element, layout: RoleLayout): Element[] {
  if (layout.body === undefined) return [element];
  for (const selector of layout.body) {
    const found = element.matches(selector) ? [element] : outermost(element.querySelectorAll(selector));
    const { reasoning } = layout;
    const said = reasoning === undefined ? found : found.filter((body) => !body.closest(reasoning));
    if (said.length > 0) return said;
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

export function valueAt(element: Element, { attribute, in: where, prefix = '' }: Place): string | null {
  const selector = prefix === '' ? `[${attribute}]` : `[${attribute}^="${prefix}"]`;
  const itself = element.matches(selector) ? element : null;
  const holder =
    where === 'inside' ? element.querySelector(selector) : where === 'around' ? element.closest(selector) : itself;
  // Several ids stand side by side in one attribute; the first is the message's own.
  return holder?.getAttribute(attribute)?.slice(prefix.length).trim().split(/\s+/)[0] ?? null;
}

import { type SkeletonWords, skeletonWords } from './page-skeleton-words.ts';

const MAX_NODES = 500;
const MAX_DEPTH = 40;
/** Elements looked at; the rest of a very long page repeats what is known by then. */
const MAX_ELEMENTS = 5000;
/** Hold no part of a conversation. */
const LEFT_OUT = 'script, style, link, meta, noscript, head';
/** Drawings: what is inside says nothing about the page. */
const LEAVES = 'svg, math, .katex, select';

interface Bone {
  readonly label: string;
  /** Equal where all that lies inside is built of the same parts, however often each comes. */
  readonly shape: string;
  readonly children: readonly Bone[];
  /** How many alike stand beside each other in the parent. */
  count: number;
}

/**
 * How a page is built, for a report of one that no layout fits: tags, names of attributes, and of values and classes
 * those alone that this project knows itself. Not a word of it is the page's own, so nothing of a conversation can be
 * in it, whatever the page puts into its markup (page-skeleton.test.ts).
 */
export function pageSkeleton(document: Document, words: SkeletonWords = skeletonWords): string {
  const root = document.querySelector('main') ?? document.body;
  if (!root) return '';
  const budget = { elements: MAX_ELEMENTS };
  const bone = boneOf(root, { words, budget, depth: 0 });
  const drawn = nearest(bone, MAX_NODES);
  const lines: string[] = [];
  const draw = ({ label, count, children }: Bone, depth: number): void => {
    lines.push('  '.repeat(depth) + label + (count > 1 ? ` x${count}` : ''));
    for (const child of children) if (drawn.has(child)) draw(child, depth + 1);
    if (children.some((child) => !drawn.has(child))) lines.push(`${'  '.repeat(depth + 1)}...`);
  };
  draw(bone, 0);
  return lines.join('\n');
}

interface Place {
  readonly words: SkeletonWords;
  readonly budget: { elements: number };
  readonly depth: number;
}

function boneOf(element: Element, place: Place): Bone {
  const { words, budget, depth } = place;
  budget.elements -= 1;
  const children = new Map<string, Bone>();
  const isLeaf = depth === MAX_DEPTH || element.matches(LEAVES);
  for (const child of isLeaf ? [] : element.children) {
    if (budget.elements <= 0) break;
    if (child.matches(LEFT_OUT)) continue;
    const bone = boneOf(child, { words, budget, depth: depth + 1 });
    const same = children.get(bone.shape);
    if (same) same.count += 1;
    else children.set(bone.shape, bone);
  }
  const label = labelOf(element, words);
  const shape = `${label}(${[...children.keys()].join(',')})`;
  return { label, shape, children: [...children.values()], count: 1 };
}

/** `div.message-bubble[data-testid=user-message][id]`; `?` stands for what is not known. */
function labelOf(element: Element, words: SkeletonWords): string {
  const { tags, attributes, classes } = words;
  const tag = element.localName;
  const known = [...element.classList].filter((name) => classes.has(name)).toSorted();
  const others = element.classList.length - known.length;
  const names = element.getAttributeNames().filter((name) => name !== 'class');
  const shown = names.filter((name) => attributes.has(name)).toSorted();
  return [
    tags.has(tag) ? tag : '?',
    ...known.map((name) => `.${name}`),
    others > 0 ? '.?' : '',
    ...shown.map((name) => `[${name}${valueOf(element, name, words)}]`),
    shown.length < names.length ? '[?]' : '',
    element.shadowRoot ? ' #shadow' : '',
  ].join('');
}

function valueOf(element: Element, name: string, { values }: SkeletonWords): string {
  const value = element.getAttribute(name) ?? '';
  const known = [...(values.get(name) ?? [])];
  if (known.includes(value)) return `=${value}`;
  const beginning = known.find((start) => value.startsWith(start));
  return beginning === undefined ? '' : `=${beginning}...`;
}

/** The first `max` bones, those near the root before those that lie deep. */
function nearest(root: Bone, max: number): ReadonlySet<Bone> {
  const chosen = new Set([root]);
  for (const bone of chosen) {
    for (const child of bone.children) if (chosen.size < max) chosen.add(child);
  }
  return chosen;
}

import { ALWAYS_DROPPED, type ChipRule, type CodeRule, type MarkdownRules, PLAIN_CODE } from './rules.ts';
import { DISPLAY_FORMULA, FORMULA } from './tex.ts';

/** What the rules say of an element. */
export interface ElementKind {
  readonly chip: ChipRule | undefined;
  readonly code: CodeRule | undefined;
  readonly isDropped: boolean;
  readonly isFormula: boolean;
  readonly isDisplayFormula: boolean;
  readonly keepsLines: boolean;
}

/** A selector whose answer depends on more than the element itself. */
const LOOKS_AROUND = /[\s>+~]|:(?!not\(\[)/;
/** In brackets and after backslashes stand parts of names and values. */
const NAMES = /\\.|"[^"]*"|\[[^\]]*\]/g;
/** Far more than any page has, against pages that make class names up as they go. */
const MAX_KNOWN = 5_000;

/**
 * Sorts elements by the rules. Trying every element of a long page against every selector takes longer than all the
 * rest; most elements have a tag and a class at most, and are like others that were tried before (bench `reading`).
 */
export class ElementKinds {
  readonly keepLines: string;
  readonly #known = new Map<string, ElementKind>();
  readonly #lookingAround: string;
  readonly #chips: readonly ChipRule[];
  readonly #code: readonly CodeRule[];
  readonly #drop: string;
  readonly #keep: string | null;
  readonly #math: string;
  readonly #displayMath: string;

  constructor(rules: MarkdownRules) {
    this.#chips = rules.chips ?? [];
    this.#code = [...(rules.code ?? []), PLAIN_CODE];
    this.#drop = join(ALWAYS_DROPPED, rules.drop);
    this.#keep = rules.keep?.length ? rules.keep.join(', ') : null;
    this.#math = join([FORMULA, DISPLAY_FORMULA], [...(rules.math ?? []), ...(rules.displayMath ?? [])]);
    this.#displayMath = join([DISPLAY_FORMULA], rules.displayMath);
    this.keepLines = join(['.whitespace-pre-wrap'], rules.keepLines);
    const all = [
      [...ALWAYS_DROPPED, ...(rules.drop ?? []), ...(rules.keep ?? [])],
      [...(rules.math ?? []), ...(rules.displayMath ?? []), ...(rules.keepLines ?? [])],
      [...this.#chips.map(({ chip }) => chip), ...this.#code.map(({ block }) => block)],
    ].flat();
    this.#lookingAround = all.filter((selector) => !isOfElementAlone(selector)).join(', ');
  }

  /** Of the elements in `root` and of itself. */
  within(root: Element): (element: Element) => ElementKind {
    const special = this.#lookingAround === '' ? [] : root.querySelectorAll(this.#lookingAround);
    const apart = new Set<Element>(special).add(root);
    return (element) => (apart.has(element) ? this.#sort(element) : this.#kindOf(element));
  }

  #kindOf(element: Element): ElementKind {
    const key = keyOf(element);
    if (key === null) return this.#sort(element);
    let kind = this.#known.get(key);
    if (kind === undefined) {
      kind = this.#sort(element);
      if (this.#known.size < MAX_KNOWN) this.#known.set(key, kind);
    }
    return kind;
  }

  #sort(element: Element): ElementKind {
    return {
      chip: this.#chips.find(({ chip }) => element.matches(chip)),
      code: this.#code.find(({ block }) => element.matches(block)),
      isDropped: element.matches(this.#drop) && !(this.#keep && element.matches(this.#keep)),
      isFormula: element.matches(this.#math),
      isDisplayFormula: element.matches(this.#displayMath),
      keepsLines: element.matches(this.keepLines),
    };
  }
}

const kinds = new WeakMap<MarkdownRules, ElementKinds>();

/** Of rules that are used again and again. */
export function kindsBy(rules: MarkdownRules): ElementKinds {
  let known = kinds.get(rules);
  if (known === undefined) {
    known = new ElementKinds(rules);
    kinds.set(rules, known);
  }
  return known;
}

/** `null` where more than tag and class may count. */
function keyOf(element: Element): string | null {
  const { length } = element.attributes;
  if (length === 0) return element.tagName;
  const names = length === 1 ? element.getAttribute('class') : null;
  return names === null ? null : `${element.tagName} ${names}`;
}

function isOfElementAlone(selectors: string): boolean {
  return selectors
    .replace(NAMES, '[]')
    .split(',')
    .every((selector) => !LOOKS_AROUND.test(selector.trim()));
}

function join(always: readonly string[], more: readonly string[] = []): string {
  return [...always, ...more].join(', ');
}

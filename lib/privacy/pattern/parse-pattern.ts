import type { PatternProblem } from '../../messages.ts';

/** One character against one atom of a pattern. */
export type CharTest = (char: string) => boolean;

export type Assertion = 'line_start' | 'line_end' | 'word_edge' | 'no_word_edge';

export type PatternNode =
  | { kind: 'char'; test: CharTest }
  | { kind: 'assertion'; assertion: Assertion }
  | { kind: 'sequence'; items: PatternNode[] }
  | { kind: 'choice'; options: PatternNode[] }
  | { kind: 'repeat'; item: PatternNode; min: number; max: number; isLazy: boolean };

export type ParsedPattern = { ok: true; node: PatternNode } | { ok: false; problem: PatternProblem };

const ASSERTIONS: Readonly<Record<string, Assertion>> = {
  '^': 'line_start',
  $: 'line_end',
  '\\b': 'word_edge',
  '\\B': 'no_word_edge',
};

const QUANTIFIER = /(?:([*+?])|\{(\d+)(?:(,)(\d*))?\})(\?)?/uy;
/** A character, an escape or a class. The browser has checked already that the whole is well-formed. */
const ATOM = /\\(?:u\{[^}]*\}|u[\da-f]{4}(?:\\u[\da-f]{4})?|x[\da-f]{2}|p\{[^}]*\}|c.|.)|\[(?:\\.|[^\]\\])*\]|[^]/iuy;
const GROUP = /\((?:\?(?::|<[\p{L}_$][\p{L}\p{N}_$]*>|(i):))?/uy;

/** Reads a regular expression of JavaScript (flag `u`) as far as it can be run in linear time. */
export function parsePattern(source: string): ParsedPattern {
  try {
    void new RegExp(source, 'u');
  } catch {
    return { ok: false, problem: 'not_a_pattern' }; // the browser's own judgement
  }
  const parser = new Parser(source);
  const node = parser.choice(false);
  return parser.isUnsupported ? { ok: false, problem: 'unsupported_pattern' } : { ok: true, node };
}

class Parser {
  isUnsupported = false;
  #at = 0;
  readonly #source: string;

  constructor(source: string) {
    this.#source = source;
  }

  choice(ignoresCase: boolean): PatternNode {
    const options = [this.#sequence(ignoresCase)];
    while (this.#source[this.#at] === '|') {
      this.#at += 1;
      options.push(this.#sequence(ignoresCase));
    }
    return { kind: 'choice', options };
  }

  #sequence(ignoresCase: boolean): PatternNode {
    const items: PatternNode[] = [];
    while (this.#at < this.#source.length && !'|)'.includes(this.#source[this.#at] ?? '')) {
      items.push(this.#repeated(this.#item(ignoresCase)));
    }
    return { kind: 'sequence', items };
  }

  #item(ignoresCase: boolean): PatternNode {
    if (this.#source[this.#at] === '(') return this.#group(ignoresCase);
    const atom = this.#take(ATOM)?.[0] ?? '';
    const assertion = Object.hasOwn(ASSERTIONS, atom) ? ASSERTIONS[atom] : undefined;
    if (assertion) return { kind: 'assertion', assertion };
    // References to groups; `\0` is a character.
    if (/^\\[1-9k]/u.test(atom)) this.isUnsupported = true;
    return { kind: 'char', test: this.isUnsupported ? () => false : charTest(atom, ignoresCase) };
  }

  #group(ignoresCase: boolean): PatternNode {
    const open = this.#take(GROUP);
    // Behind a plain bracket a question mark means looking around, or flags that are not known here.
    if (open?.[0] === '(' && this.#source[this.#at] === '?') {
      this.isUnsupported = true;
      this.#at = this.#source.length;
      return { kind: 'sequence', items: [] };
    }
    const node = this.choice(ignoresCase || open?.[1] === 'i');
    this.#at += 1;
    return node;
  }

  #repeated(item: PatternNode): PatternNode {
    const found = this.#take(QUANTIFIER);
    if (!found) return item;
    const [, sign, least = '0', comma, most, lazy] = found;
    const min = sign === undefined ? Number(least) : sign === '+' ? 1 : 0;
    const max = sign === undefined ? boundOf(min, comma, most) : sign === '?' ? 1 : Number.POSITIVE_INFINITY;
    return { kind: 'repeat', item, min, max, isLazy: lazy !== undefined };
  }

  #take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#source);
    if (found) this.#at = pattern.lastIndex;
    return found;
  }
}

function boundOf(min: number, comma: string | undefined, most: string | undefined): number {
  if (comma === undefined) return min;
  return most ? Number(most) : Number.POSITIVE_INFINITY;
}

/** The browser's own test of one character, its answers for ASCII remembered. */
function charTest(atom: string, ignoresCase: boolean): CharTest {
  const whole = new RegExp(`^(?:${atom})$`, ignoresCase ? 'iu' : 'u');
  const known: (boolean | undefined)[] = Array.from({ length: 128 });
  return (char) => {
    const code = char.charCodeAt(0);
    return code < 128 ? (known[code] ??= whole.test(char)) : whole.test(char);
  };
}

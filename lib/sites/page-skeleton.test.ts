import {
  array,
  assert,
  constant,
  constantFrom,
  letrec,
  oneof,
  property,
  record,
  string,
  uuid,
  webUrl,
} from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pageSkeleton } from './page-skeleton.ts';
import { collectWords, skeletonWords } from './page-skeleton-words.ts';

function skeletonOf(html: string): string {
  return pageSkeleton(new DOMParser().parseFromString(html, 'text/html'));
}

describe('what it shows', () => {
  test('tags, known classes, attributes and values, and how often things repeat', () => {
    const row = '<div class="message-bubble a1b2" id="secret"><p>Hi</p></div>';
    const html = `<main><section data-testid="user-message" data-x="1">${row}${row}</section><x-y role="log"></x-y></main>`;
    expect(skeletonOf(html)).toBe(
      [
        'main',
        '  section[data-testid=user-message][?]',
        '    div.message-bubble.?[id] x2',
        '      p',
        '  ?[role=log]',
      ].join('\n'),
    );
  });

  test('known beginnings of values, without what follows', () => {
    expect(skeletonOf('<main><i data-testid="conversation-turn-31-Anna"></i></main>')).toBe(
      'main\n  ?[data-testid=conversation-turn-...]',
    );
  });

  test('words come from the selectors of all sites', () => {
    expect(skeletonWords.classes).toContain('ds-message');
    expect(skeletonWords.classes).toContain('group/query');
    expect(skeletonWords.tags).toContain('user-query');
    expect(skeletonWords.attributes).toContain('data-message-author-role');
    expect(skeletonWords.values.get('data-message-author-role')).toContain('assistant');
    const { classes, values } = collectWords([{ deep: ['.a\\/b > c-d[e="f"]'] }]);
    expect([...classes, ...(values.get('e') ?? [])]).toEqual(['a/b', 'f']);
  });
});

describe('how much it shows', () => {
  const nodes = (skeleton: string) => skeleton.split('\n').filter((line) => line.trim() !== '...').length;

  test('at most 500 nodes, those near the root first', () => {
    const lists = (n: number) => Array.from(n.toString(2), (digit) => (digit === '1' ? 'ul' : 'ol'));
    const different = Array.from({ length: 300 }, (_, n) => {
      const tags = lists(n);
      return (
        tags.map((tag) => `<${tag}>`).join('') +
        tags
          .map((tag) => `</${tag}>`)
          .toReversed()
          .join('')
      );
    });
    const skeleton = skeletonOf(`<main>${different.join('')}</main>`);
    expect(nodes(skeleton)).toBe(500);
    expect(skeleton).toContain('...');
  });

  test('a page that is nested without end is cut', () => {
    const skeleton = skeletonOf(`<main>${'<div>'.repeat(500)}`);
    expect(nodes(skeleton)).toBeLessThan(60);
  });

  test('an empty document is an empty skeleton', () => {
    const document = new DOMParser().parseFromString('', 'text/html');
    document.documentElement.remove();
    expect(pageSkeleton(document)).toBe('');
  });
});

interface Node {
  readonly tag: string;
  readonly attributes: readonly { readonly name: string; readonly value: string }[];
  readonly text: string;
  readonly comment: string;
  readonly shadow: string;
  readonly children: readonly Node[];
}

/** Nothing of this may come out; upper case, which no word of the project begins with. */
const SECRET = 'QZ';
const secret = oneof(
  string({ unit: 'grapheme', maxLength: 12 }).map((text) => `${SECRET}${text}`),
  webUrl().map((url) => `${url}/${SECRET}`),
  uuid().map((id) => `${SECRET}${id}`),
);
/** What a page may write where a name stands: parsers and `setAttribute` take little more. */
const secretName = string({ unit: constantFrom('a', 'c', 'x', '1', '9', '-'), maxLength: 8 }).map(
  (text) => `qz${text}z`,
);
const known = <T>(words: ReadonlySet<T>) => constantFrom(...words);
const knownValue = constantFrom(...[...skeletonWords.values.values()].flatMap((values) => [...values]));
const attribute = record({
  name: oneof(
    known(skeletonWords.attributes),
    secretName,
    secretName.map((name) => `data-${name}`),
  ),
  value: oneof(
    secret,
    record({ start: oneof(knownValue, known(skeletonWords.classes)), end: secret }).map(
      ({ start, end }) => `${start}${end} ${end} ${start}-${end}`,
    ),
  ),
});
const { node } = letrec<{ node: Node }>((tie) => ({
  node: record({
    tag: oneof(
      constantFrom('div', 'p', 'script', 'style', 'template', 'pre', 'main', 'title'),
      known(skeletonWords.tags),
      secretName.map((name) => `x-${name}`),
    ),
    attributes: array(attribute, { maxLength: 4 }),
    text: secret,
    comment: secret,
    shadow: secret,
    children: oneof({ maxDepth: 4 }, constant([]), array(tie('node'), { maxLength: 3 })),
  }),
}));

function build(document: Document, { tag, attributes, text, comment, shadow, children }: Node): Element {
  const element = document.createElement(tag);
  for (const { name, value } of attributes) element.setAttribute(name, value);
  element.append(
    text,
    document.createComment(comment.replaceAll('-', '')),
    ...children.map((child) => build(document, child)),
  );
  if (tag === 'div') element.attachShadow({ mode: 'open' }).append(shadow, document.createElement(`y-${SECRET}`));
  return element;
}

describe('what it never shows', () => {
  test('no text, value, address, title, id or name of the page, wherever it stands', () => {
    assert(
      property(array(node, { minLength: 1, maxLength: 4 }), secret, (nodes, title) => {
        const document = new DOMParser().parseFromString('', 'text/html');
        document.title = title;
        document.body.append(...nodes.map((one) => build(document, one)));
        const skeleton = pageSkeleton(document);
        expect(skeleton.toUpperCase()).not.toContain(SECRET);
        for (const word of wordsOf(skeleton)) expect(OWN).toContain(word);
      }),
      { numRuns: 300 },
    );
  });

  test('random markup is written in words of the project too', () => {
    assert(
      property(
        string({
          unit: constantFrom(
            '<',
            '>',
            '/',
            '=',
            '"',
            ' ',
            '.',
            '-',
            '[',
            ']',
            'a',
            'b',
            'q',
            '<p ',
            '</',
            '<!--',
            'id=',
            'class=',
          ),
        }),
        (html) => {
          for (const word of wordsOf(skeletonOf(`<main>${html}`))) expect(OWN).toContain(word);
        },
      ),
    );
  });
});

/** Every word that a skeleton may be made of. */
const OWN = new Set<string>([
  ...skeletonWords.tags,
  ...skeletonWords.attributes,
  ...skeletonWords.classes,
  ...[...skeletonWords.values].flatMap(([name, values]) =>
    [...values].flatMap((value) => [`${name}=${value}`, `${name}=${value}...`]),
  ),
  '?',
  '...',
  '#shadow',
]);

/** Takes a skeleton apart without knowing how it was made: the tag, classes, attributes, counts. */
function wordsOf(skeleton: string): string[] {
  return skeleton.split('\n').flatMap((line) => {
    const [, label = '', attributes = ''] = /^ *([^[ ]*)((?:\[[^\n]*\])?)(?: #shadow)?(?: x\d+)?$/.exec(line) ?? [
      '',
      line,
    ];
    if (label === '...') return [];
    const [tag = '', ...classes] = splitClasses(label);
    return [tag, ...classes, ...attributes.slice(1, -1).split('][')].filter((word) => word !== '');
  });
}

/** Classes may hold dots of their own, so known ones are tried first. */
function splitClasses(label: string): string[] {
  return label.split(/\.(?=[\w?-])/);
}

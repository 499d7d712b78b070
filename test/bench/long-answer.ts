export const MESSAGES = 2_400;
/** The largest answer measured at a real account: 8 MB, 2,447 messages (2026-10). */
const MEGABYTES = 8;

const CITE = '\uE200cite\uE202turn0search1\uE201';
const WORDS = 'the tern flies from pole to pole and back again, every single year of its long life ';
const CODE = '```python\nfor tern in colony:\n    if tern.age > 30:\n        print(f"{tern.name} is *old*")\n```\n\n';
const TABLE = '| Bird | km |\n| --- | --- |\n| tern | 70,000 |\n| stork | 20,000 |\n\n';

interface Content {
  readonly content_type: string;
  readonly parts?: readonly string[];
  readonly [more: string]: unknown;
}

/**
 * ChatGPT's answer for a long conversation, as JSON: prompt, thoughts, a tool call, its output, a recap and an answer, again and
 * again; every tenth answer twice.
 */
export function longAnswer(): string {
  const mapping: Record<string, unknown> = { root: { id: 'root', parent: null, children: [], message: null } };
  const length = Math.round((MEGABYTES * 1e6) / MESSAGES);
  let parent = 'root';
  const add = (role: string, content: Content, more: object = {}): string => {
    const id = `node-${Object.keys(mapping).length}`;
    const message = {
      id,
      author: { role },
      create_time: 1_790_000_000,
      content,
      recipient: 'all',
      metadata: {},
      ...more,
    };
    mapping[id] = { id, parent, children: [], message };
    return id;
  };
  for (let turn = 0; Object.keys(mapping).length < MESSAGES; turn += 1) {
    parent = add('user', { content_type: 'text', parts: [text(length / 4, turn)] });
    parent = add('assistant', {
      content_type: 'thoughts',
      thoughts: [{ summary: 'Thinking', content: text(length, turn) }],
    });
    parent = add('assistant', { content_type: 'code', text: text(length / 2, turn) }, { recipient: 'container.exec' });
    parent = add(
      'tool',
      { content_type: 'text', parts: [text(length, turn)] },
      { author: { role: 'tool', name: 'exec' } },
    );
    parent = add('assistant', { content_type: 'reasoning_recap', content: 'Thought for 9s' });
    const answer = { content_type: 'text', parts: [answerText(length * 2, turn)] };
    if (turn % 10 === 0) add('assistant', answer);
    parent = add('assistant', answer, {
      metadata: { model_slug: 'gpt-5-5', content_references: references(answer.parts[0]) },
    });
  }
  return JSON.stringify({ title: 'Terns', current_node: parent, mapping });
}

function text(length: number, seed: number): string {
  return `${seed} ${WORDS.repeat(Math.ceil(length / WORDS.length))}`.slice(0, length);
}

function answerText(length: number, seed: number): string {
  const paragraph = `${text(400, seed)}${CITE}\n\nIt is \\(d = v \\cdot t\\).\n\n${CODE}${TABLE}`;
  return paragraph.repeat(Math.ceil(length / paragraph.length)).slice(0, length);
}

function references(answer = ''): object[] {
  const items = [{ title: 'Terns', url: 'https://terns.example/', attribution: 'Terns' }];
  return [...answer.matchAll(new RegExp(CITE, 'g'))].map(({ index }) => ({
    type: 'grouped_webpages',
    matched_text: CITE,
    start_idx: index,
    items,
  }));
}
